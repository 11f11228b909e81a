import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { advanceCsvImport, type CsvImport, type ImportAction } from "../../api/csv-imports.ts";

/**
 * Drives an import to its end, a few hundred rows a request. Leaving the page stops it where it is; what was begun is taken up again later,
 * here or by somebody else.
 */
export function useRun(onChange: (run: CsvImport) => void) {
  const client = useQueryClient();
  const [running, setRunning] = useState<ImportAction | null>(null);
  const [error, setError] = useState<unknown>(null);
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
    };
  }, []);
  async function start(id: string, action: ImportAction): Promise<void> {
    setRunning(action);
    setError(null);
    try {
      while (!left.current) {
        const { run, done } = await advanceCsvImport(id, action);
        onChange(run);
        if (done) break;
      }
    } catch (problem) {
      setError(problem);
    } finally {
      setRunning(null);
      // What came in is shown everywhere.
      await client.invalidateQueries();
    }
  }
  return { running, error, start };
}

import { useCallback, useEffect, useState } from "preact/hooks";

/** Something that is loaded: not yet, there, or not to be had. What was there stays while it is loaded again. */
export interface Loaded<T> {
  value: T | null;
  failed: boolean;
  loading: boolean;
  reload: () => void;
}

interface State<T> {
  key: string | null;
  value: T | null;
  failed: boolean;
}

/**
 * Loads whenever the key changes, and when asked to. What comes for a key that is no longer wanted is thrown away.
 * @param load the same function for the same key (useCallback)
 */
export function useLoad<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [round, setRound] = useState(0);
  const [state, setState] = useState<State<T>>({ key: null, value: null, failed: false });
  useEffect(() => {
    let wanted = true;
    load().then(
      (value) => wanted && setState({ key, value, failed: false }),
      () => wanted && setState((old) => ({ key, value: old.key === key ? old.value : null, failed: true })),
    );
    return () => {
      wanted = false;
    };
  }, [key, load, round]);
  const reload = useCallback(() => setRound((old) => old + 1), []);
  const fresh = state.key === key;
  return { value: fresh ? state.value : null, failed: fresh && state.failed, loading: !fresh, reload };
}

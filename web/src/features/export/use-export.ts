import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { fetchExport, type ExportNoun } from "../../api/export.ts";
import type { Ref } from "../../api/types.ts";
import { notifyDone, notifyProblem } from "../../components/notify.tsx";
import { saveFile } from "../../components/save-file.ts";

/**
 * Takes along everything of a customer or person: asks the hub for the zip, says that it is being made, and hands it to the browser as a
 * download. A whole history can take a while, so the page stays usable; a second press while one runs does nothing.
 */
export function useExport(noun: ExportNoun): { start: (one: Ref) => void; running: boolean } {
  const { t } = useTranslation();
  const mutation = useMutation({
    mutationFn: async (one: Ref) => {
      const id = notifications.show({
        loading: true,
        autoClose: false,
        withCloseButton: false,
        message: t("export.running", { name: one.name }),
      });
      try {
        const { blob, name } = await fetchExport(noun, one.id);
        saveFile(blob, name ?? "kronika.zip");
      } finally {
        notifications.hide(id);
      }
    },
    onSuccess: (_, one) => notifyDone(t("export.done", { name: one.name })),
    onError: notifyProblem,
  });
  return { start: (one) => (mutation.isPending ? undefined : mutation.mutate(one)), running: mutation.isPending };
}

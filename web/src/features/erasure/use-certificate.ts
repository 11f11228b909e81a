import { useMutation } from "@tanstack/react-query";
import { fetchCertificate } from "../../api/erasures.ts";
import { notifyProblem } from "../../components/notify.tsx";
import { saveFile } from "../../components/save-file.ts";

/** Downloads the certificate of an erasure as a text. */
export const useCertificate = () =>
  useMutation({
    mutationFn: async (id: string) => {
      const { blob, name } = await fetchCertificate(id);
      saveFile(blob, name ?? `kronika-${id}.txt`);
    },
    onError: notifyProblem,
  });

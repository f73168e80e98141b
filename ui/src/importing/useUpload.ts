import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { upload } from "../api/files";

interface Task {
  files: readonly File[];
  importId: string | null;
}

/** Send files one after the other, as parts of one import; each tells at once that it has come. */
export function useUpload(came: (importId: string, name: string) => void) {
  const [going, setGoing] = useState<string | null>(null);
  const mutation = useMutation({
    mutationFn: async ({ files, importId }: Task) => {
      let id = importId;
      for (const file of files) {
        setGoing(file.name);
        id = await upload(file, id);
        came(id, file.name);
      }
    },
    onSettled: () => setGoing(null),
  });
  return {
    going,
    error: mutation.error,
    send: (files: readonly File[], importId: string | null) => mutation.mutate({ files, importId }),
    again: (importId: string | null) => mutation.mutate({ files: mutation.variables?.files ?? [], importId }),
  };
}

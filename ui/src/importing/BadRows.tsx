import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { fetchFile } from "../api/files";
import { download } from "../shared/download";
import css from "./Import.module.css";
import type { Report } from "./useRun";

/** Files of the rows that are bad, with what is wrong in each: to be mended and dropped here again. */
export function BadRows({ report }: { report: Report }) {
  const { t } = useTranslation();
  const fetching = useMutation({
    mutationFn: async ({ path, name }: { path: string; name: string }) => download(await fetchFile(path), name),
  });
  if (report.badRows.length === 0) return null;
  return (
    <div className={css["bad"]}>
      <span>{t("imports.badRows")}</span>
      {report.badRows.map((file) => (
        <Button key={file.path} size="xs" variant="default" onClick={() => fetching.mutate(file)}>
          {file.name}
        </Button>
      ))}
      {fetching.error && <span role="alert">{fetching.error.message}</span>}
    </div>
  );
}

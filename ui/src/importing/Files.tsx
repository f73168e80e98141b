import { Alert, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import type { ImportFileInput } from "../gql/graphql";
import { Empty } from "../shared/Empty";
import { Failed, Waiting } from "../shared/Waiting";
import { type Chosen, type ImportedFile, inputOf, UNSAID, without } from "./adjust";
import { Checked } from "./Checked";
import { FileCard } from "./FileCard";
import css from "./Import.module.css";
import { FILES, TABLES } from "./importing.graphql";
import { isGoing, useCheck, useRun } from "./useRun";

interface FilesProps {
  id: string;
  chosen: Chosen;
  setChosen: (chosen: Chosen) => void;
  /** How often a file has come. */
  revision: number;
  busy: boolean;
  restart: () => void;
  start: (skipBadRows: boolean, files: ImportFileInput[]) => void;
  starting: boolean;
  failed: Error | null;
}

/** The files that were uploaded, what is said of each, and what importing them so would do. */
export function Files({ id, chosen, setChosen, revision, busy, restart, start, starting, failed }: FilesProps) {
  const { t } = useTranslation();
  const said = inputOf(chosen);
  const { found, moving, error, isGone, retry } = useFiles(id, said, revision);
  if (error) return <Failed error={error} retry={retry} />;
  if (isGone)
    return (
      <Empty title={t("imports.gone")} text={t("imports.goneText")}>
        <Button onClick={restart}>{t("imports.again")}</Button>
      </Empty>
    );
  if (!found) return <Waiting />;
  const named = said.length > 0 ? said : found.map(({ name }) => ({ name }));
  return (
    <>
      <Cards found={found} moving={moving} chosen={chosen} setChosen={setChosen} restart={restart} />
      {failed && (
        <Alert color="red" variant="outline" role="alert">
          {failed.message}
        </Alert>
      )}
      {!busy && !moving && <Check id={id} found={found} named={named} revision={revision} starting={starting} start={start} />}
    </>
  );
}

function useFiles(id: string, said: ImportFileInput[], revision: number) {
  // In another window, nothing is said of the files that are there.
  const files = said.length > 0 ? said : null;
  const query = useQuery({
    queryKey: ["import", id, "files", revision, files],
    queryFn: ({ signal }) => request(FILES, { id, files }, signal),
    placeholderData: (before) => before,
  });
  return {
    found: query.data?.import?.files,
    isGone: query.data?.import === null,
    moving: query.isPlaceholderData,
    error: query.error,
    retry: () => void query.refetch(),
  };
}

interface CardsProps {
  found: ImportedFile[];
  moving: boolean;
  chosen: Chosen;
  setChosen: (chosen: Chosen) => void;
  restart: () => void;
}

function Cards({ found, moving, chosen, setChosen, restart }: CardsProps) {
  const { t } = useTranslation();
  const tables = useQuery({ queryKey: ["importTables"], queryFn: ({ signal }) => request(TABLES, {}, signal), staleTime: Infinity });
  if (tables.error) return <Failed error={tables.error} retry={() => void tables.refetch()} />;
  const all = Object.fromEntries(found.map(({ name }) => [name, chosen[name] ?? UNSAID]));
  return (
    <section className={css["files"]} aria-label={t("imports.files")} aria-busy={moving}>
      {found.map((file) => (
        <FileCard
          key={file.name}
          file={file}
          tables={tables.data?.importTables ?? []}
          said={all[file.name] ?? UNSAID}
          say={(said) => setChosen({ ...all, [file.name]: said })}
          remove={found.length > 1 ? () => setChosen(without(all, file.name)) : restart}
        />
      ))}
    </section>
  );
}

interface CheckProps extends Pick<FilesProps, "id" | "revision" | "starting" | "start"> {
  found: ImportedFile[];
  named: ImportFileInput[];
}

function Check({ id, found, named, revision, starting, start }: CheckProps) {
  const { t } = useTranslation();
  const isReady = found.length > 0 && found.every((file) => !file.error);
  const check = useCheck(id, named, revision, isReady);
  const run = useRun(id);
  if (!isReady) return <p className={css["hint"]}>{t("imports.mendFiles")}</p>;
  const progress = run.data && isGoing(run.data) ? run.data : null;
  return <Checked check={check} progress={progress} starting={starting} start={(skipBadRows) => start(skipBadRows, named)} />;
}

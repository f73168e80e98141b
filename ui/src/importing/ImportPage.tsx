import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useCodesQuery } from "../api/codes";
import { Shell } from "../app/Shell";
import { Empty } from "../shared/Empty";
import { useUrlState } from "../shared/url";
import { Failed, Waiting } from "../shared/Waiting";
import { type Chosen, remember, remembered, UNSAID } from "./adjust";
import { DropZone } from "./DropZone";
import { Files } from "./Files";
import css from "./Import.module.css";
import { Outcome } from "./Outcome";
import { useImport, useRun } from "./useRun";
import { useUpload } from "./useUpload";

/** Tables into the graph: drop them, see what they are taken for and what is wrong, import, take it back. */
export function ImportPage() {
  const { t } = useTranslation();
  const codes = useCodesQuery();
  const mayImport = codes.data?.viewer?.role === "ADMIN";
  return (
    <Shell title={t("imports.title")}>
      <div className={css["page"]}>
        {codes.error && <Failed error={codes.error} retry={() => void codes.refetch()} />}
        {codes.isPending && <Waiting />}
        {codes.data && !mayImport && (
          <Empty title={t("imports.forbidden")} text={t("imports.forbiddenText")}>
            <Link href="/">{t("imports.toAccounts")}</Link>
          </Empty>
        )}
        {mayImport && <Import />}
      </div>
    </Shell>
  );
}

function Import() {
  const [params, change] = useUrlState();
  const id = params.get("import");
  const [chosen, setChosen] = useState<Chosen>(() => remembered(id));
  useEffect(() => {
    if (id) remember(id, chosen);
  }, [id, chosen]);
  const [revision, setRevision] = useState(0);
  const [reopened, setReopened] = useState(false);
  const uploading = useUpload((importId, name) => {
    // The same file again is another one, of which nothing is said yet but what was said of its columns.
    setChosen((now) => ({ ...now, [name]: now[name] ?? UNSAID }));
    setRevision((now) => now + 1);
    setReopened(true);
    change({ import: importId });
  });
  const run = useRun(id);
  const start = useImport(id);
  const restart = () => {
    setChosen({});
    setReopened(false);
    start.reset();
    change({ import: null });
  };
  if (id && run.data?.writes && !reopened) return <Outcome run={run.data} error={null} back={() => setReopened(true)} restart={restart} />;
  if (id && run.error && !reopened) return <Outcome run={null} error={run.error} back={() => setReopened(true)} restart={restart} />;
  return (
    <>
      <DropZone small={id !== null} going={uploading.going} take={(files) => uploading.send(files, id)} />
      {uploading.error && <Failed error={uploading.error} retry={() => uploading.again(id)} />}
      {id && (
        <Files
          id={id}
          chosen={chosen}
          setChosen={setChosen}
          revision={revision}
          busy={uploading.going !== null}
          restart={restart}
          start={(skipBadRows, files) => {
            setReopened(false);
            start.mutate({ files, skipBadRows });
          }}
          starting={start.isPending}
          failed={start.error}
        />
      )}
    </>
  );
}

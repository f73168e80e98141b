import { Alert, Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Failed } from "../shared/Waiting";
import { BadRows } from "./BadRows";
import { Counts } from "./Counts";
import { Errors } from "./Errors";
import css from "./Import.module.css";
import { Progress } from "./Progress";
import { isGoing, type Report, type Run, useUndo } from "./useRun";

interface OutcomeProps {
  run: Run | null;
  error: Error | null;
  back: () => void;
  restart: () => void;
}

/** An import: how far it is, and what came of it. */
export function Outcome({ run, error, back, restart }: OutcomeProps) {
  const { t } = useTranslation();
  if (error) return <Failed error={error} retry={back} />;
  if (isGoing(run)) return <Progress run={run} words={t("imports.importing")} />;
  return run?.report ? <Ended report={run.report} back={back} restart={restart} /> : <Failed error={new Error(t("imports.interrupted"))} retry={back} />;
}

function Ended({ report, back, restart }: { report: Report; back: () => void; restart: () => void }) {
  const { t } = useTranslation();
  const undo = useUndo();
  const { changeId } = report;
  return (
    <section className={css["checked"]} aria-label={t("imports.outcome")}>
      <div role="status">
        <h2>{undo.isSuccess ? t("imports.undone") : t(changeId ? "imports.done" : "imports.nothingWritten", { count: report.facts })}</h2>
      </div>
      {!undo.isSuccess && (
        <>
          <Counts report={report} />
          <Errors report={report} />
          <BadRows report={report} />
        </>
      )}
      {undo.error && (
        <Alert color="red" variant="outline" role="alert">
          {undo.error.message}
        </Alert>
      )}
      <Group mt="md">
        {changeId && !undo.isSuccess && (
          <>
            <Button component={Link} href="/">
              {t("imports.toAccounts")}
            </Button>
            <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate(changeId)}>
              {t("imports.undo")}
            </Button>
          </>
        )}
        {!changeId && (
          <Button variant="default" onClick={back}>
            {t("imports.back")}
          </Button>
        )}
        <Button variant="default" onClick={restart}>
          {t("imports.again")}
        </Button>
      </Group>
    </section>
  );
}

import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "../shared/Waiting";
import { BadRows } from "./BadRows";
import { Counts } from "./Counts";
import { Errors } from "./Errors";
import css from "./Import.module.css";
import { Progress } from "./Progress";
import { type Report, type Run, ZONE } from "./useRun";

interface CheckedProps {
  check: { data: Report | null | undefined; error: Error | null; isPending: boolean; refetch: () => unknown };
  progress: Run | null;
  starting: boolean;
  start: (skipBadRows: boolean) => void;
}

/** What an import would do, everything that is wrong, and the button that does it. */
export function Checked({ check, progress, starting, start }: CheckedProps) {
  const { t } = useTranslation();
  const [skip, setSkip] = useState(false);
  if (check.error) return <Failed error={check.error} retry={() => void check.refetch()} />;
  if (check.isPending || !check.data) return <Progress run={progress} words={t("imports.checking")} />;
  const report = check.data;
  const bad = report.counts.reduce((sum, { bad }) => sum + bad, 0);
  const nothing = report.facts === 0;
  return (
    <section className={css["checked"]} aria-label={t("imports.checked")}>
      <h2>{t("imports.checked")}</h2>
      <p className={css["hint"]}>{t("imports.zone", { zone: ZONE })}</p>
      <Counts report={report} />
      <Errors report={report} />
      <BadRows report={report} />
      <div className={css["go"]}>
        {bad > 0 && <Checkbox checked={skip} onChange={(event) => setSkip(event.currentTarget.checked)} label={t("imports.skip", { count: bad })} />}
        <Button disabled={nothing || (report.errorCount > 0 && !skip)} loading={starting} onClick={() => start(skip && bad > 0)}>
          {t("imports.import")}
        </Button>
        <span className={css["hint"]} role="status">
          {report.errorCount > 0 ? t("imports.wrong", { count: report.errorCount }) : t(nothing ? "imports.nothingNew" : "imports.fine")}
        </span>
      </div>
    </section>
  );
}

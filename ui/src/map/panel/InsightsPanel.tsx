import { Button } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../../api/codes";
import { Dealing } from "../../insights/Dealing";
import { SeverityMark } from "../../shared/SeverityMark";
import { useText } from "../../shared/useText";
import { useWhy } from "../../shared/useWhy";
import { Failed } from "../../shared/Waiting";
import type { CanvasEdit } from "../canvas/MapCanvas";
import { type Insight, subjectOf } from "../useInsights";
import css from "./Panel.module.css";

interface InsightsPanelProps {
  query: UseQueryResult<Insight[]>;
  places: ReadonlySet<string>;
  select: (id: string) => void;
  edit: CanvasEdit | null;
}

/** How many are shown before one asks for all: who is selected stays in view below. */
const FIRST = 4;

/** What the rules find, worst first: a click goes to whom it is about and says what to do. */
export function InsightsPanel({ query, places, select, edit }: InsightsPanelProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const found = query.data ?? [];
  const shown = all ? found : found.slice(0, FIRST);
  const toggle = (insight: Insight) => {
    setOpen(open === insight.id ? null : insight.id);
    const subject = subjectOf(insight, places);
    if (subject) select(subject);
  };
  return (
    <section className={css["section"]} aria-busy={query.isPlaceholderData}>
      <h2>
        {t("insights.title")} {found.length > 0 && <span className={css["count"]}>{found.length}</span>}
      </h2>
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && found.length === 0 && <p className={css["hint"]}>{t("insights.none")}</p>}
      <ul className={css["insights"]}>
        {shown.map((insight) => (
          <Finding key={insight.id} insight={insight} open={open === insight.id} toggle={() => toggle(insight)} edit={edit} />
        ))}
      </ul>
      {found.length > FIRST && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t("insights.fewer") : t("insights.all", { count: found.length })}
        </Button>
      )}
    </section>
  );
}

interface FindingProps {
  insight: Insight;
  open: boolean;
  toggle: () => void;
  edit: CanvasEdit | null;
}

function Finding({ insight, open, toggle, edit }: FindingProps) {
  const { t } = useTranslation();
  const codes = useCodes();
  const say = useText();
  const why = useWhy();
  return (
    <li data-severity={insight.severity} data-open={open || undefined}>
      <button type="button" aria-expanded={open} onClick={toggle}>
        <SeverityMark severity={insight.severity} label={codes.label("Severity", insight.severity)} />
        <span>{say(insight.message)}</span>
      </button>
      {open && (
        <div className={css["finding"]}>
          {insight.plays.map((play) => (
            <p key={play.text.en} className={css["play"]}>
              <b>{t("insights.play")}</b> {say(play.text)}
            </p>
          ))}
          <p className={css["hint"]}>{say(insight.advice)}</p>
          <ul className={css["evidence"]} aria-label={t("insights.evidence")}>
            {insight.evidence.map((one) => (
              <li key={one.text.en}>{say(one.text)}</li>
            ))}
          </ul>
          <p className={css["hint"]}>{why(insight)}</p>
          {edit && <Dealing insight={insight} deal={(deal) => edit.run(edit.edits.deal(insight, deal))} />}
        </div>
      )}
    </li>
  );
}

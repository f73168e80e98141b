import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import type { WhatIfQuery } from "../gql/graphql";
import panel from "../map/panel/Panel.module.css";
import { Meter } from "../shared/Meter";
import { ScoreBar } from "../shared/ScoreBar";
import { SeverityMark } from "../shared/SeverityMark";
import { StatusMark } from "../shared/StatusMark";
import { useText } from "../shared/useText";
import { Failed, Waiting } from "../shared/Waiting";
import css from "./WhatIf.module.css";

type Found = NonNullable<WhatIfQuery["whatIf"]>;

interface OutcomeProps {
  query: UseQueryResult<WhatIfQuery>;
  outcome: Found | null;
}

/** Scores and findings before and after, side by side. */
export function Outcome({ query, outcome }: OutcomeProps) {
  const { t } = useTranslation();
  return (
    <section className={panel["section"]} aria-busy={query.isPlaceholderData} aria-live="polite">
      <h2>{t("whatIf.outcome")}</h2>
      {query.error && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.isLoading && <Waiting rows={3} />}
      {outcome && (
        <>
          <Scores outcome={outcome} />
          {outcome.userErrors.map((error) => (
            <p key={error.message} className={panel["warn"]} role="alert">
              {error.message}
            </p>
          ))}
          <Findings title={t("whatIf.gone")} mark="✓" found={outcome.insightsGone} />
          <Findings title={t("whatIf.new")} mark="+" found={outcome.insightsNew} />
          {outcome.insightsGone.length + outcome.insightsNew.length === 0 && <p className={panel["hint"]}>{t("whatIf.sameFindings")}</p>}
        </>
      )}
    </section>
  );
}

function Scores({ outcome: { before, after } }: { outcome: Found }) {
  const { t } = useTranslation();
  return (
    <table className={css["scores"]}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t("whatIf.before")}</th>
          <th scope="col">{t("whatIf.after")}</th>
        </tr>
      </thead>
      <tbody>
        <tr data-changed={before.status !== after.status || undefined}>
          <th scope="row">{t("score.status")}</th>
          <td>
            <StatusMark status={before.status} />
          </td>
          <td>
            <StatusMark status={after.status} />
          </td>
        </tr>
        <tr data-changed={before.supportScore.value !== after.supportScore.value || undefined}>
          <th scope="row">{t("score.support")}</th>
          <td>
            <ScoreBar value={before.supportScore.value} />
          </td>
          <td>
            <ScoreBar value={after.supportScore.value} />
          </td>
        </tr>
        <tr data-changed={before.completeness.value !== after.completeness.value || undefined}>
          <th scope="row">{t("score.completeness")}</th>
          <td>
            <Meter value={before.completeness.value} label={t("score.completeness")} />
          </td>
          <td>
            <Meter value={after.completeness.value} label={t("score.completeness")} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Findings({ title, mark, found }: { title: string; mark: string; found: Found["insightsGone"] }) {
  const codes = useCodes();
  const say = useText();
  if (found.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <ul className={css["findings"]}>
        {found.map((one) => (
          <li key={one.id}>
            <b aria-hidden="true">{mark}</b>
            <SeverityMark severity={one.severity} label={codes.label("Severity", one.severity)} />
            <span>{say(one.message)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

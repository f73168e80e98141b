import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import type { Support } from "../gql/graphql";
import { day, month } from "../shared/format";
import { Disc } from "./Disc";
import css from "./SupportSteps.module.css";

interface Step {
  id: string;
  observedAt: string;
  support: Support | null;
}

/** Where somebody stood, step by step; the last one is where they stand. */
export function SupportSteps({ steps }: { steps: readonly Step[] }) {
  const { t, i18n } = useTranslation();
  const codes = useCodes();
  return (
    <ol className={css["strip"]} aria-label={t("history.title")}>
      {steps.map((step) => {
        const label = `${day(step.observedAt, i18n.language)}: ${codes.label("Support", step.support ?? "")}`;
        return (
          <li key={step.id} title={label}>
            <Disc support={step.support} size={24} />
            <span className="sr">{label}</span>
            <small aria-hidden="true">{month(step.observedAt, i18n.language)}</small>
          </li>
        );
      })}
    </ol>
  );
}

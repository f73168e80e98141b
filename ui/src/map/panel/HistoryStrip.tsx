import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { request } from "../../api/client";
import { day } from "../../shared/format";
import { HISTORY } from "../map.graphql";
import type { Place } from "../model";
import { stepsOf } from "../steps";
import { SupportSteps } from "../SupportSteps";
import css from "./Panel.module.css";

const STEPS = 9;
const TOLD = 4;

/** Where somebody stood, step by step up to the moment that is shown, and what was said for it. */
export function HistoryStrip({ place, asOf }: { place: Place; asOf: string | null }) {
  const { t, i18n } = useTranslation();
  const { data } = useQuery({
    queryKey: ["history", place.id],
    queryFn: ({ signal }) => request(HISTORY, { stakeholder: place.id }, signal),
  });
  const all = data?.node && "assessments" in data.node ? data.node.assessments.edges.map((edge) => edge.node) : [];
  const until = all
    .filter((one) => asOf === null || one.observedAt <= asOf)
    .sort((a, b) => a.observedAt.localeCompare(b.observedAt));
  const steps = stepsOf(until).slice(-STEPS);
  const told = until.filter((one) => one.evidence).slice(-TOLD).reverse();
  if (steps.length === 0) return <p className={css["hint"]}>{t("history.none")}</p>;
  return (
    <div>
      <h3>{t("history.title")}</h3>
      <SupportSteps steps={steps} />
      {told.length > 0 && (
        <ul className={css["told"]}>
          {told.map((one) => (
            <li key={one.id}>
              <q>{one.evidence}</q>
              <small>{[day(one.observedAt, i18n.language), one.by?.name].filter(Boolean).join(" · ")}</small>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { request } from "../../api/client";
import { useCodes } from "../../api/codes";
import type { HistoryQuery } from "../../gql/graphql";
import { day } from "../../shared/format";
import { Disc } from "../Disc";
import { HISTORY } from "../map.graphql";
import type { Place } from "../model";
import css from "./Panel.module.css";

type Found = NonNullable<HistoryQuery["node"]>;
type Assessment = Extract<Found, { assessments: unknown }>["assessments"]["edges"][number]["node"];

const STEPS = 9;
const TOLD = 4;

/** Where somebody stood, step by step up to the moment that is shown, and what was said for it. */
export function HistoryStrip({ place, asOf }: { place: Place; asOf: string | null }) {
  const { t, i18n } = useTranslation();
  const codes = useCodes();
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
      <ol className={css["strip"]}>
        {steps.map((step) => {
          const label = `${day(step.observedAt, i18n.language)}: ${codes.label("Support", step.support ?? "")}`;
          return (
            <li key={step.id} title={label}>
              <Disc support={step.support} size={24} />
              <span className="sr">{label}</span>
              <small aria-hidden="true">{monthOf(step.observedAt)}</small>
            </li>
          );
        })}
      </ol>
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

/** Only where the support became another one. */
function stepsOf(all: Assessment[]): Assessment[] {
  const said = all.filter((one) => one.support !== null);
  return said.filter((one, index) => one.support !== said[index - 1]?.support);
}

const monthOf = (at: string): string => `${at.slice(2, 4)}/${at.slice(5, 7)}`;

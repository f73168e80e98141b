import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../../api/codes";
import { signed } from "../../shared/format";
import { Meter } from "../../shared/Meter";
import { ScoreBar } from "../../shared/ScoreBar";
import { StatusMark } from "../../shared/StatusMark";
import { Disc } from "../Disc";
import type { MapData } from "../model";
import css from "./Panel.module.css";

/** The scores of the map, each with what it was made from. */
export function ScorePanel({ map, select }: { map: MapData; select: (id: string) => void }) {
  const { t } = useTranslation();
  return (
    <section className={css["section"]}>
      <h2>{t("score.title")}</h2>
      <dl className={css["scores"]}>
        <dt>{t("score.status")}</dt>
        <dd>
          <StatusMark status={map.status} />
        </dd>
        <dt>
          {t("score.support")} <small>{t("score.range")}</small>
        </dt>
        <dd>
          <ScoreBar value={map.supportScore.value} />
        </dd>
        <dt>{t("score.completeness")}</dt>
        <dd>
          <Meter value={map.completeness.value} label={t("score.completeness")} />
        </dd>
      </dl>
      <p className={css["hint"]}>{t(`status.${map.status}`)}</p>
      <Terms map={map} select={select} />
      <Checks map={map} />
    </section>
  );
}

/** So many of the gravest terms are told one by one. */
const SHOWN = 50;

function Terms({ map, select }: { map: MapData; select: (id: string) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (map.supportScore.terms.length === 0) return null;
  return (
    <details className={css["details"]} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("score.terms")}</summary>
      <p className={css["hint"]}>{t("score.formula")}</p>
      {open && <TermList map={map} select={select} />}
    </details>
  );
}

function TermList({ map, select }: { map: MapData; select: (id: string) => void }) {
  const { t } = useTranslation();
  const terms = [...map.supportScore.terms].sort((a, b) => a.weight * a.support - b.weight * b.support);
  const most = terms.reduce((max, term) => Math.max(max, term.weight * Math.abs(term.support)), 1);
  const places = new Map(map.stakeholders.map((place) => [place.id, place]));
  // From both ends: whom it leans on, and who pulls it down.
  const told = terms.length > SHOWN ? [...terms.slice(0, SHOWN / 2), ...terms.slice(-SHOWN / 2)] : terms;
  return (
    <ul className={css["terms"]}>
      {told.map((term) => {
        const place = places.get(term.stakeholder.id);
        if (!place) return null;
        const part = term.weight * term.support;
        return (
          <li key={place.id}>
            <button type="button" onClick={() => select(place.id)}>
              <Disc support={place.support} size={16} />
              <span>{place.label}</span>
              <svg width="60" height="8" viewBox="-100 0 200 8" preserveAspectRatio="none" aria-hidden="true">
                <rect className={css[part < 0 ? "against" : "for"]} x={part < 0 ? (100 * part) / most : 0} width={Math.abs((100 * part) / most)} height="8" />
                <rect className={css["middle"]} x="-1.5" width="3" height="8" />
              </svg>
              <small>
                {term.weight} × {signed(term.support)}
              </small>
              <b>{signed(part)}</b>
            </button>
          </li>
        );
      })}
      {terms.length > SHOWN && <li className={css["hint"]}>{t("score.moreTerms", { count: terms.length - SHOWN })}</li>}
    </ul>
  );
}

function Checks({ map }: { map: MapData }) {
  const { t } = useTranslation();
  const codes = useCodes();
  return (
    <details className={css["details"]} open={map.completeness.items.some((item) => !item.done)}>
      <summary>{t("score.checks")}</summary>
      <p className={css["hint"]}>{t("score.checksHint")}</p>
      <ul className={css["checks"]}>
        {map.completeness.items.map((item) => (
          <li key={item.check} data-done={item.done || undefined}>
            <span aria-hidden="true">{item.done ? "✓" : "○"}</span> {codes.label("CompletenessCheck", item.check)}
            <span className="sr">{t(item.done ? "score.done" : "score.open")}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useCodes } from "../api/codes";
import { ago, money } from "../shared/format";
import { SeverityMark } from "../shared/SeverityMark";
import { useText } from "../shared/useText";
import { useWhy } from "../shared/useWhy";
import type { Deal } from "./deal";
import { Dealing } from "./Dealing";
import { addressOf, type Insight } from "./filters";
import css from "./Insights.module.css";

interface InsightCardProps {
  insight: Insight;
  now: number;
  deal: (deal: Deal) => void;
}

/** One finding: what it is, where, what to do next, and why it is said. */
export function InsightCard({ insight, now, deal }: InsightCardProps) {
  const { t } = useTranslation();
  const codes = useCodes();
  const say = useText();
  const why = useWhy();
  const here = useRef<HTMLLIElement>(null);
  const dealAndGoOn = (what: Deal) => {
    if (what.kind !== "assign") neighbour(here.current)?.querySelector("a")?.focus();
    deal(what);
  };
  return (
    <li ref={here} className={css["card"]} data-insight data-severity={insight.severity}>
      <SeverityMark severity={insight.severity} label={codes.label("Severity", insight.severity)} size={22} />
      <div className={css["body"]}>
        <h3>
          <Link href={addressOf(insight)}>{say(insight.message)}</Link>
        </h3>
        <Where insight={insight} now={now} />
        {insight.plays.map((play) => (
          <p key={play.text.en} className={css["play"]}>
            <b>{t("myDay.next")}</b> {say(play.text)}
          </p>
        ))}
        <details className={css["details"]}>
          <summary>{t("myDay.why")}</summary>
          <p>{why(insight)}</p>
          <ul aria-label={t("myDay.evidence")}>
            {insight.evidence.map((one) => (
              <li key={one.text.en}>{say(one.text)}</li>
            ))}
          </ul>
          <p>{say(insight.advice)}</p>
        </details>
        <Dealing insight={insight} deal={dealAndGoOn} />
      </div>
    </li>
  );
}

/** Where the keyboard goes when a card leaves: to the next one, else to the one before. */
function neighbour(card: Element | null): Element | null {
  const all = [...document.querySelectorAll("[data-insight]")];
  const index = card ? all.indexOf(card) : -1;
  return all[index + 1] ?? all[index - 1] ?? null;
}

function Where({ insight, now }: { insight: Insight; now: number }) {
  const { t, i18n } = useTranslation();
  const deal = insight.map?.opportunity;
  const value = money(insight.valueAtStake, i18n.language);
  return (
    <p className={css["where"]}>
      <Link href={`/a/${insight.account.id}/map`}>{insight.account.name}</Link>
      <span data-whose>{deal ? <Link href={`/a/${insight.account.id}/map?o=${deal.id}`}>{t("myDay.deal", { name: deal.name })}</Link> : t("map.whole")}</span>
      {value && <span>{t("myDay.stake", { value })}</span>}
      {insight.since && <span>{t("myDay.since", { ago: ago(insight.since, now, i18n.language) })}</span>}
      {insight.assignee && <span className={css["assignee"]}>{t("myDay.assigned", { name: insight.assignee.name })}</span>}
    </p>
  );
}

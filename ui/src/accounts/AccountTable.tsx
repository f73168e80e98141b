import { Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, memo, useDeferredValue, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { request } from "../api/client";
import { useCodes } from "../api/codes";
import type { AccountPageFragment, PortfolioOrder, TopInsightsQuery } from "../gql/graphql";
import { ago, daysSince, midnight, money } from "../shared/format";
import { Meter } from "../shared/Meter";
import { ScoreBar } from "../shared/ScoreBar";
import { StatusMark } from "../shared/StatusMark";
import { useNow } from "../shared/useNow";
import { useStage } from "../shared/useStage";
import { useText } from "../shared/useText";
import { SeverityMark } from "../shared/SeverityMark";
import { SCORES_THEN, TOP_INSIGHTS } from "./accounts.graphql";
import css from "./Accounts.module.css";
import { sortedBy, type Wanted } from "./filters";

type AccountRow = AccountPageFragment["edges"][number]["node"];

interface AccountTableProps {
  accounts: AccountRow[];
  wanted: Wanted;
  change: (changes: Record<string, string | null>) => void;
  busy: boolean;
}

const TREND_DAYS = 90;
const LONG_AGO_DAYS = 60;
/** Rows that are drawn at once: more than a window shows. The others follow while the page answers already. */
const FIRST_ROWS = 14;

export function AccountTable({ accounts, wanted, change, busy }: AccountTableProps) {
  const { t } = useTranslation();
  const now = useNow();
  const then = midnight(TREND_DAYS, now);
  const ids = accounts.map((account) => account.id);
  const { data } = useQuery({
    queryKey: ["scores", then, ids],
    queryFn: ({ signal }) => request(SCORES_THEN, { ids, then }, signal),
    staleTime: Infinity,
    enabled: ids.length > 0,
  });
  const before = useDeferredValue(
    useMemo(
      () => new Map(data?.nodes.flatMap((node) => (node && "decisionMap" in node ? [[node.id, node.decisionMap.supportScore.value] as const] : []))),
      [data],
    ),
  );
  const insights = useQuery({
    queryKey: ["insights", "top", ids],
    queryFn: ({ signal }) => request(TOP_INSIGHTS, { ids }, signal),
    enabled: ids.length > 0,
  });
  const found = useDeferredValue(
    useMemo(() => new Map(insights.data?.nodes.flatMap((node) => (node && "insights" in node ? [[node.id, node.insights] as const] : []))), [insights.data]),
  );
  const rows = useDeferredValue(accounts, accounts.slice(0, FIRST_ROWS));
  const sort = (order: PortfolioOrder) => ({ order, wanted, run: () => change({ order: sortedBy(order, wanted) }) });
  return (
    <table className={css["table"]} aria-busy={busy} onKeyDown={walkRows}>
      <thead>
        <tr>
          <Heading {...sort("NAME")}>{t("accounts.name")}</Heading>
          <th>{t("accounts.stage")}</th>
          <Heading {...sort("STATUS")} why={t("accounts.statusIs")}>{t("accounts.status")}</Heading>
          <Heading {...sort("SCORE")} why={t("accounts.scoreIs")} note={t("accounts.trend", { count: TREND_DAYS })}>{t("accounts.score")}</Heading>
          <Heading {...sort("COMPLETENESS")} why={t("accounts.completenessIs")}>{t("accounts.completeness")}</Heading>
          <Heading {...sort("TOP_INSIGHT")}>{t("accounts.top")}</Heading>
          <Heading {...sort("VALUE_AT_STAKE")} number>
            {t("accounts.value")}
          </Heading>
          <Heading {...sort("LAST_CONTACT")}>{t("accounts.lastContact")}</Heading>
          <Heading {...sort("MOVED")}>{t("accounts.moved")}</Heading>
        </tr>
      </thead>
      <tbody>
        {rows.map((account) => (
          <Row key={account.id} account={account} ladder={wanted.ladder} before={before.get(account.id) ?? null} found={found.get(account.id) ?? null} now={now} />
        ))}
      </tbody>
    </table>
  );
}

interface HeadingProps {
  order: PortfolioOrder;
  wanted: Wanted;
  run: () => void;
  number?: boolean;
  /** What the figures mean, said where the heading is pointed at or gone to. */
  why?: string;
  /** What stands beside the figures. */
  note?: string;
  children: string;
}

/** A column by whose figures the whole portfolio is sorted, not only the rows that are here. */
function Heading({ order, wanted, run, number, why, note, children }: HeadingProps) {
  const on = wanted.order === order;
  return (
    <th className={number ? css["number"] : undefined} aria-sort={on ? (wanted.descending ? "descending" : "ascending") : "none"}>
      <Tooltip label={why} disabled={!why} multiline maw={300} events={{ hover: true, focus: true, touch: true }}>
        <button type="button" className={css["sort"]} onClick={run}>
          {children} <span aria-hidden="true">{on ? (wanted.descending ? "↓" : "↑") : "↕"}</span>
        </button>
      </Tooltip>
      {note && <small className={css["note"]}>{note}</small>}
    </th>
  );
}

interface RowProps {
  account: AccountRow;
  ladder: string;
  before: number | null;
  found: TopInsightsOf | null;
  now: number;
}

const Row = memo(function Row({ account, ladder, before, found, now }: RowProps) {
  const { t, i18n } = useTranslation();
  const codes = useCodes();
  const map = account.decisionMap;
  const contact = account.lastContactAt;
  return (
    <tr>
      <td>
        <Link href={`/a/${account.id}/map`} className={css["name"]} data-row title={account.name}>
          {account.name}
        </Link>
        <span className={css["under"]}>
          <Link href={`/a/${account.id}/review`} className={css["review"]} aria-label={t("review.of", { name: account.name })}>
            {t("review.title")}
          </Link>
          {" · "}
          {[account.tier && codes.label("Tier", account.tier), account.industry ?? codes.label("AccountKind", account.kind), account.owner?.name].filter(Boolean).join(" · ")}
        </span>
      </td>
      <td>
        <StageCell account={account} ladder={ladder} />
      </td>
      <td>
        <Tooltip label={t(`status.${map.status}`)} multiline maw={280}>
          <span data-why>
            <StatusMark status={map.status} />
            <span className="sr">: {t(`status.${map.status}`)}</span>
          </span>
        </Tooltip>
      </td>
      <td className={css["figure"]}>
        <ScoreBar value={map.supportScore.value} before={before} />
      </td>
      <td className={css["figure"]}>
        <Meter value={map.completeness.value} label={t("accounts.completeness")} />
      </td>
      <td>
        <TopInsight found={found} />
      </td>
      <td className={css["number"]}>{money(account.valueAtStake, i18n.language) || "–"}</td>
      <td className={css[contact && daysSince(contact, now) > LONG_AGO_DAYS ? "late" : "when"]}>
        {contact ? ago(contact, now, i18n.language) : t("accounts.never")}
      </td>
      <td className={css["when"]}>{account.movedAt ? ago(account.movedAt, now, i18n.language) : "–"}</td>
    </tr>
  );
});

type TopInsightsOf = Extract<NonNullable<TopInsightsQuery["nodes"][number]>, { insights: unknown }>["insights"];

/** The first thing that the rules find, and how many more there are. */
function TopInsight({ found }: { found: TopInsightsOf | null }) {
  const codes = useCodes();
  const say = useText();
  const first = found?.[0];
  if (!first) return null;
  return (
    <span className={css["top"]} title={found.map((one) => say(one.message)).join("\n")}>
      <SeverityMark severity={first.severity} label={codes.label("Severity", first.severity)} />
      <span>{say(first.message)}</span>
      {found.length > 1 && <small>+{found.length - 1}</small>}
    </span>
  );
}

function StageCell({ account, ladder }: { account: AccountRow; ladder: string }) {
  const { t } = useTranslation();
  const codes = useCodes();
  const where = useStage();
  const standing = account.stages.find((stage) => stage.ladder.key === ladder);
  const stages = codes.ladders.find((one) => one.key === ladder)?.stages ?? [];
  const at = standing && where(stages, standing.stage.key);
  if (!standing) return <span className={css["under"]}>–</span>;
  return (
    <>
      <span className={css["steps"]} aria-hidden="true">
        {stages.map((stage) => (
          <i key={stage.key} data-done={stage.order <= standing.stage.order || undefined} />
        ))}
      </span>
      <Tooltip label={at} disabled={!at}>
        <span>
          {stages.find((stage) => stage.key === standing.stage.key)?.label ?? standing.stage.key}
          <span className="sr"> {at}</span>
        </span>
      </Tooltip>
      <span className={css["under"]} data-stalled={standing.stalled || undefined}>
        {t(standing.stalled ? "accounts.stalled" : "accounts.days", { count: standing.days })}
      </span>
    </>
  );
}

/** Up and down walk the rows, Home and End go to the ends; the row's link is what Enter opens. */
function walkRows(event: KeyboardEvent<HTMLTableElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const here = rows.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined || here < 0) return;
  event.preventDefault();
  rows[Math.min(Math.max(to, 0), rows.length - 1)]?.focus();
}

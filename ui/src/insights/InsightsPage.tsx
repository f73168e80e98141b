import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import { useCodes } from "../api/codes";
import { Shell } from "../app/Shell";
import { Empty } from "../shared/Empty";
import { useNow } from "../shared/useNow";
import { useUrlState } from "../shared/url";
import { Failed, Waiting } from "../shared/Waiting";
import { DayFilters } from "./DayFilters";
import { bySeverity, type Insight, isFiltered, type Wanted, wantedFrom } from "./filters";
import { InsightCard } from "./InsightCard";
import { MY_DAY } from "./insights.graphql";
import css from "./Insights.module.css";
import { useDealing } from "./useDealing";

const PAGE = 50;
const MOST = 1000;

/** Everything that needs somebody today, the gravest first. */
export function InsightsPage() {
  const { t } = useTranslation();
  const [params, change] = useUrlState();
  const wanted = wantedFrom(params);
  const [first, setFirst] = useState(PAGE);
  const query = useQuery({
    queryKey: ["insights", "day", wanted, first],
    // One more than is shown says whether there are more.
    queryFn: ({ signal }) => request(MY_DAY, { ...wanted, mine: wanted.mine || null, first: Math.min(MOST, first + 1) }, signal),
    placeholderData: keepPreviousData,
  });
  const dealing = useDealing();
  const found = query.data?.insights ?? [];
  const more = found.length > first && first + 1 < MOST;
  return (
    <Shell title={t("myDay.title")}>
      <div className={css["page"]}>
        <DayFilters wanted={wanted} account={found.find((one) => one.account.id === wanted.account)?.account.name ?? null} change={change} />
        <Unready query={query} />
        {query.data && <Progress dealt={dealing.dealt} left={Math.min(found.length, first)} more={more} />}
        <Groups insights={found.slice(0, first)} busy={query.isPlaceholderData} deal={dealing.deal} />
        {query.isSuccess && found.length === 0 && !query.isPlaceholderData && <NothingLeft wanted={wanted} change={change} />}
        {more && (
          <Button variant="default" size="sm" loading={query.isFetching} onClick={() => setFirst(first + PAGE)}>
            {t("myDay.more")}
          </Button>
        )}
      </div>
    </Shell>
  );
}

function Unready({ query }: { query: { isPending: boolean; error: Error | null; refetch: () => unknown } }) {
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return query.isPending ? <Waiting /> : null;
}

function Progress({ dealt, left, more }: { dealt: number; left: number; more: boolean }) {
  const { t } = useTranslation();
  const all = dealt + left;
  if (all === 0) return null;
  return (
    <p className={css["progress"]} role="status">
      {dealt > 0 && (
        <svg width="120" height="8" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
          <rect className={css["track"]} width="100" height="8" rx="4" />
          <rect className={css["fill"]} width={(100 * dealt) / all} height="8" rx="4" />
        </svg>
      )}
      {dealt > 0 && <b>{t("myDay.dealt", { count: dealt })}</b>}
      <span>{t(more ? "myDay.leftMore" : "myDay.left", { count: left })}</span>
    </p>
  );
}

interface GroupsProps {
  insights: Insight[];
  busy: boolean;
  deal: ReturnType<typeof useDealing>["deal"];
}

function Groups({ insights, busy, deal }: GroupsProps) {
  const codes = useCodes();
  const now = useNow();
  return bySeverity(insights).map(({ severity, found }) => (
    <section key={severity} className={css["group"]} aria-busy={busy} aria-label={codes.label("Severity", severity)}>
      <h2>
        {codes.label("Severity", severity)} <span>{found.length}</span>
      </h2>
      <ul>
        {found.map((insight) => (
          <InsightCard key={insight.id} insight={insight} now={now} deal={(what) => deal(insight, what)} />
        ))}
      </ul>
    </section>
  ));
}

function NothingLeft({ wanted, change }: { wanted: Wanted; change: (changes: Record<string, string | null>) => void }) {
  const { t } = useTranslation();
  return (
    <Empty title={t("myDay.none")} text={t(isFiltered(wanted) ? "myDay.noneFits" : "myDay.noneText")}>
      {isFiltered(wanted) && (
        <Button variant="default" onClick={() => change({ severity: null, mine: null, account: null, rule: null, assignee: null })}>
          {t("myDay.all")}
        </Button>
      )}
    </Empty>
  );
}

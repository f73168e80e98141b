import { Button, Group } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import { Shell } from "../app/Shell";
import { Empty } from "../shared/Empty";
import { PlusIcon } from "../shared/icons";
import { useNow } from "../shared/useNow";
import { useUrlState } from "../shared/url";
import { Failed, Waiting } from "../shared/Waiting";
import { ACCOUNTS, PORTFOLIO } from "./accounts.graphql";
import css from "./Accounts.module.css";
import { AccountTable } from "./AccountTable";
import { FilterBar } from "./FilterBar";
import { filterOf, isFiltered, movedSince, type Wanted, wantedFrom } from "./filters";
import { FindDuplicates } from "./FindDuplicates";
import { FirstRun } from "./FirstRun";
import { NewAccount } from "./NewAccount";

const PAGE = 50;

async function readPage(wanted: Wanted, now: number, after: string | null, signal: AbortSignal) {
  const asked = { first: PAGE, after, filter: filterOf(wanted) };
  const moved = movedSince(wanted, now);
  if (wanted.order === "NAME" && moved === null)
    return (await request(ACCOUNTS, { ...asked, orderBy: wanted.descending ? "NAME_DESC" : "NAME_ASC" }, signal)).accounts;
  return (await request(PORTFOLIO, { ...asked, orderBy: wanted.order, descending: wanted.descending, movedSince: moved }, signal)).portfolio.accounts;
}

export function AccountsPage() {
  const { t } = useTranslation();
  const [params, change] = useUrlState();
  const wanted = wantedFrom(params);
  const now = useNow();
  const [adding, setAdding] = useState(false);
  const query = useInfiniteQuery({
    queryKey: ["accounts", wanted],
    queryFn: ({ pageParam, signal }) => readPage(wanted, now, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.pageInfo.hasNextPage ? last.pageInfo.endCursor : null),
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages ?? [];
  const accounts = pages.flatMap((page) => page.edges.map((edge) => edge.node));
  const total = pages[0]?.totalCount ?? 0;
  const isEmpty = query.isSuccess && !query.isPlaceholderData && total === 0;
  if (isEmpty && !isFiltered(wanted))
    return (
      <Shell title={t("accounts.title")}>
        <FirstRun create={() => setAdding(true)} />
        <NewAccount opened={adding} close={() => setAdding(false)} />
      </Shell>
    );
  return (
    <Shell title={t("accounts.title")}>
      <div className={css["page"]}>
        <div className={css["tools"]}>
          <FilterBar wanted={wanted} change={change} />
          <Group gap="xs">
            <FindDuplicates />
            <Button px="sm" leftSection={<PlusIcon />} onClick={() => setAdding(true)}>
              {t("accounts.new")}
            </Button>
          </Group>
        </div>
        <Unready query={query} />
        {total > 0 && (
          <>
            <AccountTable accounts={accounts} wanted={wanted} change={change} busy={query.isPlaceholderData} />
            <Foot shown={accounts.length} total={total} busy={query.isFetchingNextPage} more={query.hasNextPage ? () => void query.fetchNextPage() : null} />
          </>
        )}
        {isEmpty && <NoneFits clear={() => change({ q: null, status: null, tier: null, kind: null, stage: null, moved: null })} />}
      </div>
      <NewAccount opened={adding} close={() => setAdding(false)} />
    </Shell>
  );
}

function Unready({ query }: { query: { isPending: boolean; error: Error | null; refetch: () => unknown } }) {
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return query.isPending ? <Waiting rows={12} /> : null;
}

interface FootProps {
  shown: number;
  total: number;
  busy: boolean;
  more: (() => void) | null;
}

function Foot({ shown, total, busy, more }: FootProps) {
  const { t } = useTranslation();
  return (
    <footer className={css["foot"]}>
      <span>{t("accounts.shown", { shown, count: total })}</span>
      {more && (
        <Button variant="default" size="xs" loading={busy} onClick={more}>
          {t("accounts.more")}
        </Button>
      )}
    </footer>
  );
}

function NoneFits({ clear }: { clear: () => void }) {
  const { t } = useTranslation();
  return (
    <Empty title={t("accounts.none")} text={t("accounts.noneHint")}>
      <Button variant="default" onClick={clear}>
        {t("accounts.clear")}
      </Button>
    </Empty>
  );
}

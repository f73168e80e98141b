import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { request } from "../api/client";
import { MAP } from "./map.graphql";

const POLL_MS = 15_000;

/** What is asked for a map, and under which name it is kept. */
export function mapQuery(accountId: string, opportunity: string | null, asOf: string | null) {
  const variables = { account: accountId, opportunity, asOf };
  return { queryKey: ["map", variables], queryFn: ({ signal }: { signal: AbortSignal }) => request(MAP, variables, signal) };
}

/** A map now or as of a time. What others do to the one of now appears by itself. */
export function useMap(accountId: string, opportunity: string | null, asOf: string | null, enabled = true) {
  const query = useQuery({
    ...mapQuery(accountId, opportunity, asOf),
    placeholderData: keepPreviousData,
    refetchInterval: asOf === null ? POLL_MS : false,
    enabled,
  });
  const { refetch } = query;
  const reload = useCallback(async () => (await refetch()).data?.account?.decisionMap ?? null, [refetch]);
  return { ...query, account: query.data?.account ?? null, reload };
}

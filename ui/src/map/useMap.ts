import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { request } from "../api/client";
import { MAP } from "./map.graphql";

const POLL_MS = 15_000;

/** A map now or as of a time. What others do to the one of now appears by itself. */
export function useMap(accountId: string, opportunity: string | null, asOf: string | null, enabled = true) {
  const variables = { account: accountId, opportunity, asOf };
  const query = useQuery({
    queryKey: ["map", variables],
    queryFn: ({ signal }) => request(MAP, variables, signal),
    placeholderData: keepPreviousData,
    refetchInterval: asOf === null ? POLL_MS : false,
    enabled,
  });
  const { refetch } = query;
  const reload = useCallback(async () => (await refetch()).data?.account?.decisionMap ?? null, [refetch]);
  return { ...query, account: query.data?.account ?? null, reload };
}

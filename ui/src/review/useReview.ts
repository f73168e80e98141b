import { useQuery } from "@tanstack/react-query";
import { request } from "../api/client";
import type { ReviewQuery, SinceQuery } from "../gql/graphql";
import { useInsights } from "../map/useInsights";
import { REVIEW, SINCE } from "./review.graphql";

export type About = ReviewQuery["account"];

/** What stands beside the map; empty while it is on its way. */
export function useReview(accountId: string, mapId: string, since: string) {
  const about = useQuery({ queryKey: ["accounts", "review", accountId], queryFn: ({ signal }) => request(REVIEW, { account: accountId }, signal) });
  const told = useQuery({ queryKey: ["history", "review", mapId, since], queryFn: ({ signal }) => request(SINCE, { map: mapId, since }, signal) });
  const insights = useInsights(mapId, null);
  const queries = [about, told, insights];
  return {
    ...partsOf(about.data?.account ?? null, told.data),
    findings: insights.data ?? [],
    isPending: queries.some((query) => query.isPending),
    failed: queries.find((query) => query.isError),
  };
}

function partsOf(about: About, told: SinceQuery | undefined) {
  return {
    about,
    promises: (about?.commitments.edges ?? []).map((edge) => edge.node),
    /** Null: not known yet. */
    changes: told?.decisionMap?.changes ?? null,
    deal: told?.deal?.opportunity ?? null,
    /** The support score at the beginning of what is told. */
    before: told?.then?.supportScore.value ?? null,
  };
}

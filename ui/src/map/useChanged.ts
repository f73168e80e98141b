import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { request } from "../api/client";
import type { ChangedSinceQuery, Support } from "../gql/graphql";
import { useNow } from "../shared/useNow";
import { CHANGED_SINCE } from "./map.graphql";
import { endOfDay } from "./useMapUrl";

export interface Change {
  /** Undefined where the person was not there. */
  before: Support | null | undefined;
  after: Support | null;
}

/** The beginning of the quarter before which things count as old. */
export function quarterStart(at: number): string {
  const day = new Date(at);
  return new Date(Date.UTC(day.getUTCFullYear(), Math.floor(day.getUTCMonth() / 3) * 3, 1)).toISOString();
}

/** Whose support is another one than at a time, or who is new since; unless given, than when the quarter began. */
export function useChanged(mapId: string, at: string | null, since?: string): ReadonlyMap<string, Change> {
  const now = useNow();
  const asOf = at && endOfDay(at);
  const then = since ?? quarterStart(asOf ? Date.parse(asOf) : now);
  const { data } = useQuery({
    queryKey: ["history", "changed", mapId, then, asOf],
    queryFn: ({ signal }) => request(CHANGED_SINCE, { map: mapId, then, asOf }, signal),
  });
  return useMemo(() => new Map((data?.compareMaps?.people ?? []).flatMap(changeOf)), [data]);
}

type Compared = NonNullable<ChangedSinceQuery["compareMaps"]>["people"][number];

function changeOf({ left, right }: Compared): [string, Change][] {
  if (!right || left?.support === right.support) return [];
  return [[right.id, { before: left ? left.support : undefined, after: right.support }]];
}

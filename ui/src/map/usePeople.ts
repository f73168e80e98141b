import { useQuery } from "@tanstack/react-query";
import { request } from "../api/client";
import { PEOPLE } from "./map.graphql";
import type { MapData } from "./model";

/** The people of the account who have no place in the map yet. */
export function usePeople(accountId: string, map: MapData, enabled: boolean) {
  const { data } = useQuery({
    queryKey: ["people", accountId],
    queryFn: ({ signal }) => request(PEOPLE, { account: accountId }, signal),
    enabled,
  });
  const there = new Set(map.stakeholders.map((place) => place.person?.id));
  return (data?.account?.people.edges ?? []).map((edge) => edge.node).filter((person) => !there.has(person.id));
}

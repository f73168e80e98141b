import { useQuery } from "@tanstack/react-query";
import { request } from "../api/client";
import type { Colleague } from "./deal";
import { COLLEAGUES } from "./insights.graphql";

const SELDOM_MS = 300_000;

/** All of us, to choose from. */
export function useColleagues(): { colleagues: Colleague[]; error: Error | null } {
  const { data, error } = useQuery({ queryKey: ["colleagues"], queryFn: ({ signal }) => request(COLLEAGUES, {}, signal), staleTime: SELDOM_MS });
  return { colleagues: data?.sellers.edges.map((edge) => edge.node) ?? [], error };
}

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { request } from "../api/client";
import type { InsightsQuery, Severity } from "../gql/graphql";
import { INSIGHTS } from "./insights.graphql";
import { endOfDay } from "./useMapUrl";

export type Insight = NonNullable<InsightsQuery["decisionMap"]>["insights"][number];

export function useInsights(mapId: string, at: string | null) {
  const asOf = at && endOfDay(at);
  return useQuery({
    queryKey: ["insights", mapId, asOf],
    queryFn: async ({ signal }) => (await request(INSIGHTS, { map: mapId, asOf }, signal)).decisionMap?.insights ?? [],
    placeholderData: keepPreviousData,
  });
}

/** Who is in the map. */
type Has = Pick<ReadonlySet<string>, "has">;

/** The place in the map that a finding is about: the first that its evidence names. */
export function subjectOf(insight: Pick<Found, "evidence">, known: Has): string | null {
  for (const { node } of insight.evidence) {
    const id = node && "stakeholder" in node ? node.stakeholder.id : (node?.id ?? "");
    if (known.has(id)) return id;
  }
  return null;
}

const GRAVITY: Severity[] = ["CRITICAL", "WARNING", "INFO"];

interface Found extends Pick<Insight, "severity" | "message"> {
  evidence: readonly Pick<Insight["evidence"][number], "node">[];
}

export interface Gap {
  severity: Severity;
  messages: { en: string; zh: string }[];
}

/** What is found about each person, by the gravest of it. */
export function gapsOf(insights: readonly Found[], known: Has): Map<string, Gap> {
  const gaps = new Map<string, Gap>();
  for (const insight of insights) {
    const subject = subjectOf(insight, known);
    if (subject === null) continue;
    const gap = gaps.get(subject) ?? { severity: insight.severity, messages: [] };
    if (GRAVITY.indexOf(insight.severity) < GRAVITY.indexOf(gap.severity)) gap.severity = insight.severity;
    gap.messages.push(insight.message);
    gaps.set(subject, gap);
  }
  return gaps;
}

import type { MyDayQuery, Severity } from "../gql/graphql";
import { listed } from "../shared/url";

export type Insight = MyDayQuery["insights"][number];

export const SEVERITIES = ["CRITICAL", "WARNING", "INFO"] as const satisfies readonly Severity[];

/** What the address asks of the list. */
export interface Wanted {
  severity: Severity | null;
  mine: boolean;
  account: string | null;
  /** A rule's id. */
  rule: string | null;
  /** Whose it is to see to, by a seller's id. */
  assignee: string | null;
}

/** Read an address; what it says wrongly is as if it said nothing. */
export function wantedFrom(params: URLSearchParams): Wanted {
  const [account, rule, assignee] = [params.get("account") ?? "", params.get("rule") ?? "", params.get("assignee") ?? ""];
  return {
    severity: listed(params.get("severity"), SEVERITIES)[0] ?? null,
    mine: params.get("mine") === "1",
    account: /^account_[0-9a-f]{32}$/.test(account) ? account : null,
    rule: /^[a-z-]{1,60}$/.test(rule) ? rule : null,
    assignee: /^seller_[0-9a-f]{32}$/.test(assignee) ? assignee : null,
  };
}

export const isFiltered = (wanted: Wanted): boolean => wanted.mine || [wanted.severity, wanted.account, wanted.rule, wanted.assignee].some((one) => one !== null);

/** The gravest first; what nothing was found of is left out. */
export function bySeverity(insights: readonly Insight[]): { severity: Severity; found: Insight[] }[] {
  return SEVERITIES.map((severity) => ({ severity, found: insights.filter((one) => one.severity === severity) })).filter(
    (group) => group.found.length > 0,
  );
}

/** The map in which it holds, with whom it is about selected. */
export function addressOf(insight: Pick<Insight, "account" | "map" | "evidence" | "plays">): string {
  const params = new URLSearchParams();
  if (insight.map?.opportunity) params.set("o", insight.map.opportunity.id);
  const subject = subjectOf(insight);
  if (subject) params.set("sel", subject);
  return `/a/${insight.account.id}/map${params.size > 0 ? `?${params.toString()}` : ""}`;
}

function subjectOf({ evidence, plays }: Pick<Insight, "evidence" | "plays">): string | null {
  for (const { node } of evidence) {
    if (node?.__typename === "Assessment") return node.stakeholder.id;
    if (node?.__typename === "Stakeholder" || node?.__typename === "Person") return node.id;
  }
  return plays.find((play) => play.target?.__typename === "Person")?.target?.id ?? null;
}

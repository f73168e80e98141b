import { request } from "../api/client";
import type { WrittenFragment } from "../gql/graphql";
import { ASSIGN, DISMISS, DO } from "./insights.graphql";

export interface Colleague {
  id: string;
  name: string;
}

/** What can be made of an insight. */
export type Deal =
  | { kind: "do"; note: string }
  | { kind: "dismiss"; reason: string; until: string | null }
  | { kind: "assign"; to: Colleague | null };

export async function sendDeal(insightId: string, deal: Deal): Promise<WrittenFragment> {
  switch (deal.kind) {
    case "do":
      return (await request(DO, { input: { insightId, ...(deal.note && { note: deal.note }) } })).done;
    case "dismiss":
      return (await request(DISMISS, { input: { insightId, reason: deal.reason, ...(deal.until && { until: deal.until }) } })).done;
    case "assign":
      return (await request(ASSIGN, { input: { insightId, sellerId: deal.to?.id ?? null } })).done;
  }
}

import type { AccountFilter, AccountKind, AccountOrder, MapStatus, Tier } from "../gql/graphql";
import { listed } from "../shared/url";

export const STATUSES = ["RED", "AMBER", "GREEN"] as const satisfies readonly MapStatus[];
export const TIERS = ["A", "B", "C"] as const satisfies readonly Tier[];
export const KINDS = ["COMPANY", "INDIVIDUAL", "GOVERNMENT", "NONPROFIT", "RESELLER", "SUPPLIER"] as const satisfies readonly AccountKind[];
export const ORDERS = ["NAME_ASC", "NAME_DESC", "CREATED_DESC", "CREATED_ASC"] as const satisfies readonly AccountOrder[];
const FIRST_LADDER = "LOYALTY";

/** What the address asks of the table. */
export interface Wanted {
  text: string;
  statuses: MapStatus[];
  tiers: Tier[];
  kinds: AccountKind[];
  ladder: string;
  stages: string[];
  order: AccountOrder;
}

/** Read an address; what it says wrongly is as if it said nothing. */
export function wantedFrom(params: URLSearchParams): Wanted {
  const ladder = params.get("ladder") ?? FIRST_LADDER;
  return {
    text: (params.get("q") ?? "").slice(0, 200),
    statuses: listed(params.get("status"), STATUSES),
    tiers: listed(params.get("tier"), TIERS),
    kinds: listed(params.get("kind"), KINDS),
    ladder,
    stages: (params.get("stage") ?? "").split(",").filter((one) => /^[A-Z_]{1,40}$/.test(one)),
    order: listed(params.get("order"), ORDERS)[0] ?? "NAME_ASC",
  };
}

export const isFiltered = (wanted: Wanted): boolean =>
  wanted.text.trim() !== "" || [wanted.statuses, wanted.tiers, wanted.kinds, wanted.stages].some((one) => one.length > 0);

export function filterOf(wanted: Wanted): AccountFilter {
  const text = wanted.text.trim();
  return {
    archived: false,
    ...(text && { name: { contains: text } }),
    ...(wanted.statuses.length && { mapStatus: wanted.statuses }),
    ...(wanted.tiers.length && { tier: wanted.tiers }),
    ...(wanted.kinds.length && { kind: wanted.kinds }),
    ...(wanted.stages.length && { stage: { ladder: wanted.ladder, in: wanted.stages } }),
  };
}

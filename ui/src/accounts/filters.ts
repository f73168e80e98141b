import type { AccountFilter, AccountKind, MapStatus, PortfolioOrder, Tier } from "../gql/graphql";
import { midnight } from "../shared/format";
import { listed } from "../shared/url";

export const STATUSES = ["RED", "AMBER", "GREEN"] as const satisfies readonly MapStatus[];
export const TIERS = ["A", "B", "C"] as const satisfies readonly Tier[];
export const KINDS = ["COMPANY", "INDIVIDUAL", "GOVERNMENT", "NONPROFIT", "RESELLER", "SUPPLIER"] as const satisfies readonly AccountKind[];
export const ORDERS = ["NAME", "STATUS", "SCORE", "COMPLETENESS", "TOP_INSIGHT", "VALUE_AT_STAKE", "LAST_CONTACT", "MOVED"] as const satisfies readonly PortfolioOrder[];
/** What a first click on a column asks for: the gravest, the most, the latest; but names from A, and red before green. */
const DOWN_FIRST: ReadonlySet<PortfolioOrder> = new Set(["SCORE", "COMPLETENESS", "TOP_INSIGHT", "VALUE_AT_STAKE", "LAST_CONTACT", "MOVED"]);
export const MOVED_DAYS = ["7", "30", "90"] as const;
const FIRST_LADDER = "LOYALTY";

/** What the address asks of the table. */
export interface Wanted {
  text: string;
  statuses: MapStatus[];
  tiers: Tier[];
  kinds: AccountKind[];
  ladder: string;
  stages: string[];
  /** Only accounts whose map changed in so many days; null: all. */
  moved: number | null;
  order: PortfolioOrder;
  descending: boolean;
}

/** Read an address; what it says wrongly is as if it said nothing. */
export function wantedFrom(params: URLSearchParams): Wanted {
  const ladder = params.get("ladder") ?? FIRST_LADDER;
  const order = params.get("order") ?? "";
  const [moved] = listed(params.get("moved"), MOVED_DAYS);
  return {
    text: (params.get("q") ?? "").slice(0, 200),
    statuses: listed(params.get("status"), STATUSES),
    tiers: listed(params.get("tier"), TIERS),
    kinds: listed(params.get("kind"), KINDS),
    ladder,
    stages: (params.get("stage") ?? "").split(",").filter((one) => /^[A-Z_]{1,40}$/.test(one)),
    moved: moved ? Number(moved) : null,
    order: listed(order.replace(/_DESC$/, ""), ORDERS)[0] ?? "NAME",
    descending: order.endsWith("_DESC"),
  };
}

export const isFiltered = (wanted: Wanted): boolean =>
  wanted.text.trim() !== "" || wanted.moved !== null || [wanted.statuses, wanted.tiers, wanted.kinds, wanted.stages].some((one) => one.length > 0);

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

/** What the address says once a column's heading was clicked: its order, and at a second click the other way round. */
export function sortedBy(order: PortfolioOrder, now: Pick<Wanted, "order" | "descending">): string | null {
  const down = now.order === order ? !now.descending : DOWN_FIRST.has(order);
  return order === "NAME" && !down ? null : `${order}${down ? "_DESC" : ""}`;
}

/** Since when a map must have changed; the same all day. */
export const movedSince = ({ moved }: Pick<Wanted, "moved">, now: number): string | null => (moved === null ? null : midnight(moved, now));

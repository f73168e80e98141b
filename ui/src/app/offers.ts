import type { OpportunityStatus, SearchQuery } from "../gql/graphql";

/** Something that a search can open. */
export interface Offer {
  kind: "account" | "deal" | "person" | "onMap";
  address: string;
  name: string;
  /** What is said beside the name: a title, or of a place on a map whose map it is. */
  hint: string;
  /** What became of a deal that is closed. */
  outcome?: OpportunityStatus;
}

/**
 * What can be opened of each hit: an account's map and those of its open deals; a person, and their place on a map;
 * then the maps of deals that are found by their own names, closed ones too.
 */
export function offersOf({ search, searchOpportunities }: SearchQuery): Offer[] {
  const parties = search.flatMap((hit): Offer[] => {
    if (hit.__typename === "Account") {
      const address = `/a/${hit.id}/map`;
      const open = hit.opportunities.edges.map((edge) => edge.node).filter((deal) => deal.status === "OPEN");
      const deals = open.map((deal) => ({ kind: "deal" as const, address: `${address}?o=${deal.id}`, name: deal.name, hint: "" }));
      return [{ kind: "account", address, name: hit.name, hint: "" }, ...deals];
    }
    if (hit.__typename === "Seller") return [];
    const person: Offer = { kind: "person", address: `/p/${hit.id}`, name: hit.name, hint: hit.title ?? hit.account?.name ?? "" };
    if (!hit.account) return [person];
    return [person, { kind: "onMap", address: `/a/${hit.account.id}/map?sel=${hit.id}`, name: hit.name, hint: hit.account.name }];
  });
  const deals = searchOpportunities.map(({ id, name, account, status }): Offer => {
    const offer = { kind: "deal" as const, address: `/a/${account.id}/map?o=${id}`, name, hint: account.name };
    return status === "OPEN" ? offer : { ...offer, outcome: status };
  });
  const offered = new Set(parties.map((offer) => offer.address));
  return [...parties, ...deals.filter((deal) => !offered.has(deal.address))];
}

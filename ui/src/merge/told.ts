import type { PartyOfPair } from "./Duplicates";

/** Where one of a pair is looked at. */
export function pathOf(party: PartyOfPair): string {
  return party.__typename === "Person" ? `/p/${party.id}` : `/a/${party.id}/map`;
}

/** What tells one of a pair from the other, under their names. */
export function underOf(party: PartyOfPair): string {
  if (party.__typename === "Person") return [party.title, party.account?.name].filter(Boolean).join(" · ");
  if (party.__typename === "Account") return [party.externalId, party.owner?.name].filter(Boolean).join(" · ");
  return "";
}

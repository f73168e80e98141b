import type { Support } from "../../gql/graphql";
import type { Place } from "../model";

export interface Words {
  label: (list: string, code: string) => string;
  support: (support: Support | null) => string;
  noInfluence: string;
  noRoles: string;
  neverMet: string;
  between: string;
}

/** How a screen reader names somebody: name, title, roles, support, influence, and whether we ever met. */
export function announce(place: Place, words: Words): string {
  return [
    place.label,
    place.title,
    place.roles.map((role) => words.label("BuyingRole", role)).join(words.between) || words.noRoles,
    words.support(place.support),
    place.influence ? words.label("Influence", place.influence) : words.noInfluence,
    place.coverage.value === "NONE" ? words.neverMet : null,
  ]
    .filter(Boolean)
    .join(words.between);
}

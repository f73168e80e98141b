import type { SinceQuery } from "../gql/graphql";
import { type Turn, turnsOf } from "../map/turns";

type Change = NonNullable<SinceQuery["decisionMap"]>["changes"][number];

/** Who is in the decision, and how they stand, before what else is said of them; last what only colours it. */
const GRAVE = new Set(["place", "employment", "person", "support", "roles"]);
const COLOURS = new Set(["adaptability", "orientation", "coverage"]);
const gradeOf = ({ field }: Pick<Change, "field">): number => (GRAVE.has(field ?? "") ? 0 : COLOURS.has(field ?? "") ? 2 : 1);

const isAgainst = ({ after }: Pick<Change, "after">): boolean => after === "OPPONENT" || after === "NON_SUPPORTER";

/** Changes by person and time: what counts most on the decision first, of that whoever weighs most, of those who turned against us, then the latest. */
export function importantFirst(changes: readonly Change[]): Turn<Change>[] {
  const weightOf = ({ stakeholder }: Change) => stakeholder?.weight ?? 0;
  return turnsOf(changes).sort((a, b) => gradeOf(a.lead) - gradeOf(b.lead) || weightOf(b.lead) - weightOf(a.lead) || Number(isAgainst(b.lead)) - Number(isAgainst(a.lead)));
}

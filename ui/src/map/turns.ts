import type { ChangesQuery } from "../gql/graphql";

export type Told = NonNullable<ChangesQuery["decisionMap"]>["changes"][number];

/** What became otherwise of one person at one time: what matters most first. */
export interface Turn<T = Told> {
  key: string;
  lead: T;
  rest: T[];
}

/** Fields of a change in the order in which they matter; what is not among them comes after. */
const WEIGHT = ["place", "employment", "person", "support", "roles", "influence", "manager"];
const weightOf = ({ field }: Pick<Told, "field">): number => (field !== null && WEIGHT.includes(field) ? WEIGHT.indexOf(field) : WEIGHT.length);

/** Changes in turns, the latest first. */
export function turnsOf<T extends Told>(changes: readonly T[]): Turn<T>[] {
  const found = new Map<string, T[]>();
  for (const change of changes) {
    const key = `${change.at} ${change.stakeholder?.id ?? change.sentence.en}`;
    found.set(key, [...(found.get(key) ?? []), change]);
  }
  return [...found]
    .flatMap(([key, all]): Turn<T>[] => {
      const [lead, ...rest] = all.sort((a, b) => weightOf(a) - weightOf(b));
      return lead ? [{ key, lead, rest }] : [];
    })
    .reverse();
}

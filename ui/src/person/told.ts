import type { Direction, InteractionKind, PersonPageQuery } from "../gql/graphql";

export type Found = NonNullable<PersonPageQuery["person"]>;
export type Standing = Found["standings"][number];
type Assessment = Standing["assessments"]["edges"][number]["node"];

/** The contacts of an account in which somebody took part. */
export const withThem = (person: Pick<Found, "id" | "account">) =>
  (person.account?.interactions.edges ?? []).map((edge) => edge.node).filter((one) => one.people.some(({ id }) => id === person.id));

/** Where somebody stood, the earliest first, told only where it became another support. */
export function stepsOf(all: readonly Assessment[]): Assessment[] {
  const said = all.filter((one) => one.support !== null).sort((a, b) => a.observedAt.localeCompare(b.observedAt));
  return said.filter((one, index) => one.support !== said[index - 1]?.support);
}

export const KINDS = ["MEETING", "CALL", "EMAIL", "MESSAGE", "SITE_VISIT", "EVENT", "CARE"] as const satisfies readonly InteractionKind[];

/** Who talks: both where people are together, we where nothing else is said. */
export const directionOf = (kind: InteractionKind): Direction => (["MEETING", "CALL", "SITE_VISIT", "EVENT"].includes(kind) ? "MUTUAL" : "OUTBOUND");

/** A day of the reader's as a moment: now for today, else its noon. */
export const momentOf = (day: string, now: Date): string => {
  const noon = new Date(`${day}T12:00:00`);
  return (noon.toDateString() === now.toDateString() ? now : noon).toISOString();
};

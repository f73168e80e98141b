import type { Direction, InteractionKind, PersonPageQuery } from "../gql/graphql";

export type Found = NonNullable<PersonPageQuery["person"]>;
export type Standing = Found["standings"][number];

/** Where a contact with somebody may be logged: their employer, then the accounts in whose maps they are. */
export function accountsOf({ account, standings }: Pick<Found, "account" | "standings">): { id: string; name: string }[] {
  const all = [...(account ? [account] : []), ...standings.filter((one) => !one.until).map((one) => one.map.account)];
  return all.filter((one, index) => all.findIndex((other) => other.id === one.id) === index);
}

export const KINDS = ["MEETING", "CALL", "EMAIL", "MESSAGE", "SITE_VISIT", "EVENT", "CARE"] as const satisfies readonly InteractionKind[];

/** Who talks: both where people are together, we where nothing else is said. */
export const directionOf = (kind: InteractionKind): Direction => (["MEETING", "CALL", "SITE_VISIT", "EVENT"].includes(kind) ? "MUTUAL" : "OUTBOUND");

/** A day of the reader's as a moment: now for today, else its noon. */
export const momentOf = (day: string, now: Date): string => {
  const noon = new Date(`${day}T12:00:00`);
  return (noon.toDateString() === now.toDateString() ? now : noon).toISOString();
};

import type { BuyingRole, Influence, SupposedChange, Support } from "../gql/graphql";
import { INFLUENCES, ROLE_LETTER, ROLES, SUPPORTS } from "../map/model";

/** One thing that is tried: of a stakeholder, by id. */
export type Try =
  | { kind: "support"; id: string; support: Support }
  | { kind: "influence"; id: string; influence: Influence }
  | { kind: "roles"; id: string; roles: BuyingRole[] }
  | { kind: "manager"; id: string; manager: string }
  | { kind: "moves"; id: string; whom: string; strength: number | null; negative: boolean }
  | { kind: "leave"; id: string }
  | { kind: "meet"; id: string; seller: string | null }
  /** `as`: who it is, where that is known; only then it can be kept. */
  | { kind: "name"; id: string; as: string | null };

const MOST = 50;
const LONGEST = 200;
const STAKEHOLDER = "stakeholder_";
const SELLER = "seller_";

/** What is tried, as an address can hold it: `support.0193….SPONSOR~leave.0193…`. */
export const tryToText = (all: readonly Try[]): string | null =>
  all.map((one) => [one.kind, bare(one.id), ...restOf(one)].join(".")).join("~") || null;

const bare = (id: string): string => id.replace(/^[a-z]+_/, "");

/** A name as a link can hold it among dots and tildes. */
const wordToText = (word: string): string => encodeURIComponent(word).replaceAll(".", "%2E").replaceAll("~", "%7E");

function wordFrom(text: string | undefined): string | null {
  try {
    return decodeURIComponent(text ?? "").trim().slice(0, LONGEST) || null;
  } catch {
    return null;
  }
}

function restOf(one: Try): string[] {
  switch (one.kind) {
    case "support":
      return [one.support];
    case "influence":
      return [one.influence];
    case "roles":
      return [one.roles.map((role) => ROLE_LETTER[role]).join("")];
    case "manager":
      return [bare(one.manager)];
    case "moves":
      return [bare(one.whom), one.strength === null ? "0" : `${one.negative ? "-" : ""}${one.strength}`];
    case "meet":
      return one.seller === null ? [] : [bare(one.seller)];
    case "name":
      return one.as === null ? [] : [wordToText(one.as)];
    default:
      return [];
  }
}

/** Read an address; what cannot be read is left out, as a link may be broken. */
export function triesFrom(text: string | null): Try[] {
  return (text ?? "")
    .split("~")
    .slice(0, MOST)
    .flatMap((part) => {
      const [kind, id, ...rest] = part.split(".");
      const found = isId(id) ? readers.get(kind ?? "")?.(`${STAKEHOLDER}${id}`, rest) : undefined;
      return found ? [found] : [];
    });
}

const isId = (text: string | undefined): text is string => /^[0-9a-f]{32}$/.test(text ?? "");
const oneOf = <T extends string>(known: readonly T[], text: string | undefined): T | undefined => known.find((one) => one === text);

const BY_KIND: Record<Try["kind"], (id: string, rest: string[]) => Try | undefined> = {
  support: (id, [code]) => {
    const support = oneOf(SUPPORTS, code);
    return support && { kind: "support", id, support };
  },
  influence: (id, [code]) => {
    const influence = oneOf(INFLUENCES, code);
    return influence && { kind: "influence", id, influence };
  },
  roles: (id, [letters = ""]) => ({ kind: "roles", id, roles: ROLES.filter((role) => letters.includes(ROLE_LETTER[role])) }),
  manager: (id, [manager]) => (isId(manager) ? { kind: "manager", id, manager: `${STAKEHOLDER}${manager}` } : undefined),
  moves: (id, [whom, text = ""]) => {
    if (!isId(whom) || !/^(0|-?[1-5])$/.test(text)) return undefined;
    const strength = Math.abs(Number(text));
    return { kind: "moves", id, whom: `${STAKEHOLDER}${whom}`, strength: strength || null, negative: text.startsWith("-") };
  },
  leave: (id) => ({ kind: "leave", id }),
  meet: (id, [seller]) => ({ kind: "meet", id, seller: isId(seller) ? `${SELLER}${seller}` : null }),
  name: (id, [word]) => ({ kind: "name", id, as: wordFrom(word) }),
};
const readers = new Map(Object.entries(BY_KIND));

const about = (one: Try): string => `${one.kind} ${one.id} ${one.kind === "moves" ? one.whom : ""}`;

/** What is said of the same thing again takes the place of what was said before. */
export function withTry(all: readonly Try[], one: Try): Try[] {
  return [...all.filter((other) => about(other) !== about(one)), one].slice(-MOST);
}

export function supposed(one: Try): SupposedChange {
  switch (one.kind) {
    case "support":
      return { assess: { stakeholderId: one.id, support: one.support } };
    case "influence":
      return { assess: { stakeholderId: one.id, influence: one.influence } };
    case "roles":
      return { giveRoles: { stakeholderId: one.id, roles: one.roles } };
    case "manager":
      return { tie: { kind: "REPORTS_TO", sourceId: one.id, targetId: one.manager } };
    case "moves":
      return { tie: { kind: "INFLUENCES", sourceId: one.id, targetId: one.whom, strength: one.strength, polarity: polarityOf(one) } };
    case "leave":
      return { leave: one.id };
    case "meet":
      return { meet: { stakeholderId: one.id, sellerId: one.seller } };
    case "name":
      return { name: one.id };
  }
}

const polarityOf = ({ strength, negative }: { strength: number | null; negative: boolean }) =>
  strength === null ? null : negative ? "NEGATIVE" : "POSITIVE";

/** Somebody without a name cannot be kept as known. */
export const canBeKept = (one: Try): boolean => one.kind !== "name" || one.as !== null;

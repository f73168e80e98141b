import type { BuyingRole, Influence, MapQuery, Support } from "../gql/graphql";

export type MapData = NonNullable<MapQuery["account"]>["decisionMap"];
export type Place = MapData["stakeholders"][number];
export type Tie = MapData["ties"][number];

export const ROLES = ["APPROVER", "DECIDER", "EVALUATOR", "USER"] as const satisfies readonly BuyingRole[];
export const ROLE_LETTER: Record<BuyingRole, string> = { APPROVER: "A", DECIDER: "D", EVALUATOR: "E", USER: "U" };
export const SUPPORTS = ["SPONSOR", "SUPPORTER", "NEUTRAL", "NON_SUPPORTER", "OPPONENT"] as const satisfies readonly Support[];
export const GLYPH: Record<Support | "UNKNOWN", string> = {
  SPONSOR: "✱",
  SUPPORTER: "+",
  NEUTRAL: "=",
  NON_SUPPORTER: "−",
  OPPONENT: "✕",
  UNKNOWN: "?",
};
export const INFLUENCES = ["INNER_CIRCLE", "POLITICAL_STRUCTURE", "OUTSIDE"] as const satisfies readonly Influence[];
/** How many of the ring's three parts are filled. */
export const RING: Record<Influence, number> = { INNER_CIRCLE: 3, POLITICAL_STRUCTURE: 2, OUTSIDE: 1 };

export const isFor = (support: Support | null): boolean => support === "SPONSOR" || support === "SUPPORTER";

/** Who reports to whom: each person's manager in the map, by place. */
export function managers(map: Pick<MapData, "ties">): Map<string, string> {
  return new Map(map.ties.filter((tie) => tie.kind === "REPORTS_TO").map((tie) => [tie.source.id, tie.target.id]));
}

export interface RoleCover {
  role: BuyingRole;
  held: number;
  for: number;
  /** In order: those against us first, since they are what there is to do. */
  holders: Place[];
}

const RANK: (Support | null)[] = ["OPPONENT", "NON_SUPPORTER", null, "NEUTRAL", "SUPPORTER", "SPONSOR"];

/** Of each role, how many hold it and how many of them are for us. */
export function coverByRole(map: Pick<MapData, "stakeholders">): RoleCover[] {
  return ROLES.map((role) => {
    const holders = map.stakeholders
      .filter((place) => !place.leftAt && place.roles.includes(role))
      .sort((a, b) => RANK.indexOf(a.support) - RANK.indexOf(b.support));
    return { role, held: holders.length, for: holders.filter((place) => isFor(place.support)).length, holders };
  });
}

/** Everybody below a person, who therefore cannot become their manager. */
export function belowOf(id: string, managerOf: Map<string, string>): Set<string> {
  const found = new Set([id]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [who, manager] of managerOf) {
      if (found.has(manager) && !found.has(who)) {
        found.add(who);
        grown = true;
      }
    }
  }
  found.delete(id);
  return found;
}

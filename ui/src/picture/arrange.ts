import type { Influence, Support } from "../gql/graphql";
import type { Point } from "../map/layout";
import type { MapData } from "../map/model";

export const COLUMNS: readonly (Support | null)[] = [null, "OPPONENT", "NON_SUPPORTER", "NEUTRAL", "SUPPORTER", "SPONSOR"];
export const ROWS: readonly (Influence | null)[] = ["INNER_CIRCLE", "POLITICAL_STRUCTURE", "OUTSIDE", null];
export const CELL = { width: 180, line: 44, pad: 12, left: 160, top: 34 };

type Standing = Pick<MapData["stakeholders"][number], "id" | "support" | "influence">;

export interface Arranged {
  at: Map<string, Point>;
  /** Where each row of influence begins, and at last where the picture ends. */
  tops: number[];
}

const columnOf = (one: Standing) => COLUMNS.indexOf(one.support);
const rowOf = (one: Standing) => ROWS.indexOf(one.influence);

/** Everybody by support, from left to right, and influence, from the top; those who stand alike below each other. */
export function arrange(people: readonly Standing[]): Arranged {
  const lines = ROWS.map((_row, row) => Math.max(1, ...COLUMNS.map((_column, column) => people.filter((one) => rowOf(one) === row && columnOf(one) === column).length)));
  const tops = [CELL.top];
  for (const count of lines) tops.push((tops.at(-1) ?? 0) + count * CELL.line + 2 * CELL.pad);
  const taken = new Map<string, number>();
  const at = new Map<string, Point>();
  for (const one of people) {
    const key = `${columnOf(one)} ${rowOf(one)}`;
    const line = taken.get(key) ?? 0;
    taken.set(key, line + 1);
    at.set(one.id, pointOf(one, tops, line));
  }
  return { at, tops };
}

export const pointOf = (one: Standing, tops: readonly number[], line = 0): Point => ({
  x: CELL.left + columnOf(one) * CELL.width + 26,
  y: (tops[rowOf(one)] ?? 0) + CELL.pad + (line + 0.5) * CELL.line,
});

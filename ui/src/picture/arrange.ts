import type { Influence, Support } from "../gql/graphql";
import type { Point } from "../map/layout";
import type { MapData } from "../map/model";

export const COLUMNS: readonly (Support | null)[] = [null, "OPPONENT", "NON_SUPPORTER", "NEUTRAL", "SUPPORTER", "SPONSOR"];
export const ROWS: readonly (Influence | null)[] = ["INNER_CIRCLE", "POLITICAL_STRUCTURE", "OUTSIDE", null];
export const CELL = { width: 178, line: 42, pad: 14, left: 112, top: 36 };
export const WIDTH = CELL.left + COLUMNS.length * CELL.width;

export type Standing = Pick<MapData["stakeholders"][number], "support" | "influence">;
type Somebody = Standing & { id: string };

export interface Arranged {
  at: Map<string, Point>;
  /** Where each row of influence begins, and at last where the picture ends. */
  tops: number[];
}

const columnOf = (one: Standing) => COLUMNS.indexOf(one.support);
const rowOf = (one: Standing) => ROWS.indexOf(one.influence);
export const isSame = (a: Standing, b: Standing): boolean => a.support === b.support && a.influence === b.influence;

/** Everybody by support, from left to right, and influence, from the top; those who stand alike below each other. */
export function arrange(people: readonly Somebody[]): Arranged {
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

/** The middle of a disc: so many lines down in the cell of a standing. */
const pointOf = (one: Standing, tops: readonly number[], line: number): Point => ({
  x: CELL.left + columnOf(one) * CELL.width + 26,
  y: (tops[rowOf(one)] ?? 0) + CELL.pad + (line + 0.5) * CELL.line,
});

/** Where a tail begins: at the side of the cell that faces where somebody went, clear of those who are there now. */
export function originOf(before: Standing, now: Standing, tops: readonly number[]): Point {
  const box = cellOf(before, tops);
  const right = columnOf(now) > columnOf(before);
  const downwards = rowOf(now) > rowOf(before);
  return { x: right ? box.x + box.width - 9 : box.x + 9, y: downwards ? box.y + box.height - 9 : box.y + 9 };
}

export const cellOf = (one: Standing, tops: readonly number[]) => {
  const y = tops[rowOf(one)] ?? 0;
  return { x: CELL.left + columnOf(one) * CELL.width, y, width: CELL.width, height: (tops[rowOf(one) + 1] ?? y) - y };
};

/** The standing whose cell a point is in; null beside the picture. */
export function standingAt({ x, y }: Point, tops: readonly number[]): Standing | null {
  const support = COLUMNS[Math.floor((x - CELL.left) / CELL.width)];
  const influence = ROWS[tops.findIndex((top, row) => y >= top && y < (tops[row + 1] ?? top))];
  return support === undefined || influence === undefined ? null : { support, influence };
}

/** What somebody is to be assessed as where they are put; null: that is no assessment, since what is known does not become unknown. */
export function assessable(from: Standing, to: Standing | null): Standing | null {
  if (!to || isSame(from, to)) return null;
  if ((to.support === null && from.support !== null) || (to.influence === null && from.influence !== null)) return null;
  return to;
}

const STEPS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The standing one cell further by an arrow key; null: there is none that way. */
export function stepBy(from: Standing, key: string): Standing | null {
  const [right, down] = STEPS[key] ?? [0, 0];
  const [support, influence] = [COLUMNS[columnOf(from) + right], ROWS[rowOf(from) + down]];
  return support === undefined || influence === undefined ? null : assessable(from, { support, influence });
}

/** What to do with those who stand there, by the words of `picture.zone`. */
export const ZONES = [
  { key: "learn", columns: [0, 0], rows: [0, 3] },
  { key: "convert", columns: [1, 2], rows: [0, 1] },
  { key: "win", columns: [3, 3], rows: [0, 1] },
  { key: "arm", columns: [4, 5], rows: [0, 1] },
  { key: "watch", columns: [1, 2], rows: [2, 3] },
  { key: "inform", columns: [3, 3], rows: [2, 3] },
  { key: "grow", columns: [4, 5], rows: [2, 3] },
] as const satisfies readonly { key: string; columns: readonly [number, number]; rows: readonly [number, number] }[];

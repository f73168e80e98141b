import type { Point } from "./layout";
import { type Arrow, endsOf, outOf, OUTWARD, type Port, roundedPath } from "./paths";
import type { Box } from "./routes";

/** From a card's side to the first turn: at the tip there is room for the head. */
const STUBS = [
  [10, 16],
  [8, 8],
] as const;
const ROUND = 12;
/** What a turn costs, as a length: a way with fewer turns may be longer. */
const TURN = 60;

/** A way at right angles from one card to another that keeps out of all boxes, so far beside them as `lane` says; null where there is none. */
export function detour(from: Point, to: Point, ports: [Port, Port], boxes: readonly Box[], lane: number): Arrow | null {
  const [start, tip] = endsOf(from, to, ports);
  const [out, end] = [ports[0].side, ports[1].side];
  for (const [away, back] of STUBS) {
    const way = shortest(outOf(start, out, away), outOf(tip, end, back), boxes, lane);
    if (!way) continue;
    const points = straightened([start, ...way, tip]);
    return { path: roundedPath(points, ROUND), line: spread(points), tip, towards: { x: -OUTWARD[end].x, y: -OUTWARD[end].y } };
  }
  return null;
}

interface Step {
  x: number;
  y: number;
  /** The last step was level. */
  level: boolean;
  cost: number;
  /** With what at least is still to go. */
  total: number;
  before: Step | null;
}

/** The shortest way along the edges of boxes, turns counted in (A* on the lines that they give). */
function shortest(start: Point, goal: Point, boxes: readonly Box[], lane: number): Point[] | null {
  const lines = linesOf(start, goal, boxes, lane);
  const [goalX, goalY] = [lines.xs.indexOf(goal.x), lines.ys.indexOf(goal.y)];
  const best = new Float64Array(lines.xs.length * lines.ys.length * 2).fill(Infinity);
  const queue = new Queue();
  for (const level of [true, false]) queue.add({ x: lines.xs.indexOf(start.x), y: lines.ys.indexOf(start.y), level, cost: 0, total: 0, before: null });
  for (let step = queue.take(); step; step = queue.take()) {
    if (step.x === goalX && step.y === goalY) return pointsOf(step, lines);
    for (const way of WAYS) {
      const next = stepOn(step, way, lines, goal);
      if (!next) continue;
      const key = (next.y * lines.xs.length + next.x) * 2 + Number(next.level);
      if ((best[key] ?? 0) <= next.cost) continue;
      best[key] = next.cost;
      queue.add(next);
    }
  }
  return null;
}

/** The lines along which ways run, and which pieces between two of them are taken by a box. */
interface Lines {
  xs: readonly number[];
  ys: readonly number[];
  level: Uint8Array;
  upright: Uint8Array;
}

function linesOf(start: Point, goal: Point, boxes: readonly Box[], lane: number): Lines {
  const xs = ordered([start.x, goal.x, ...boxes.flatMap((box) => [box.left - lane, box.right + lane])]);
  const ys = ordered([start.y, goal.y, ...boxes.flatMap((box) => [box.top - lane, box.bottom + lane])]);
  const lines = { xs, ys, level: new Uint8Array(xs.length * ys.length), upright: new Uint8Array(xs.length * ys.length) };
  for (const box of boxes) block(box, lines);
  return lines;
}

function stepOn(step: Step, [right, down]: readonly [number, number], { xs, ys, level, upright }: Lines, goal: Point): Step | null {
  const [x, y] = [step.x + right, step.y + down];
  const [wasX, wasY, isX, isY] = [xs[step.x], ys[step.y], xs[x], ys[y]];
  if (wasX === undefined || wasY === undefined || isX === undefined || isY === undefined) return null;
  const isLevel = down === 0;
  const piece = Math.min(step.y, y) * xs.length + Math.min(step.x, x);
  if ((isLevel ? level : upright)[piece]) return null;
  const cost = step.cost + Math.abs(isX - wasX) + Math.abs(isY - wasY) + (isLevel === step.level ? 0 : TURN);
  return { x, y, level: isLevel, cost, total: cost + leastTo(goal, isX, isY, isLevel), before: step };
}

const WAYS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

const ordered = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

/** Mark the pieces between neighbouring lines that a box is in the way of. */
function block(box: Box, { xs, ys, level, upright }: Lines): void {
  const [x, y] = [touched(xs, box.left, box.right), touched(ys, box.top, box.bottom)];
  for (let j = y.piece; j <= y.last; j += 1)
    for (let i = x.piece; i <= x.last; i += 1) {
      if (j >= y.line) level[j * xs.length + i] = 1;
      if (i >= x.line) upright[j * xs.length + i] = 1;
    }
}

/** Which of some lines lie within these bounds, and the first piece between two lines that reaches into them. */
function touched(lines: readonly number[], low: number, high: number): { piece: number; line: number; last: number } {
  const line = lines.findIndex((one) => one >= low);
  return { piece: Math.max(0, line - 1), line, last: lines.findLastIndex((one) => one <= high) };
}

/** What a way to the goal costs at least, with nothing in it. */
function leastTo(goal: Point, x: number, y: number, level: boolean): number {
  const [right, down] = [Math.abs(goal.x - x), Math.abs(goal.y - y)];
  const turns = right > 0 && down > 0 ? 1 : Number(level ? down > 0 : right > 0);
  return right + down + turns * TURN;
}

function pointsOf(last: Step, { xs, ys }: Lines): Point[] {
  const points: Point[] = [];
  for (let step: Step | null = last; step; step = step.before) points.unshift({ x: xs[step.x] ?? 0, y: ys[step.y] ?? 0 });
  return points;
}

/** Without the points at which it does not turn. */
const straightened = (points: readonly Point[]): Point[] =>
  points.filter((here, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    return !before || !after || !((before.x === here.x && here.x === after.x) || (before.y === here.y && here.y === after.y));
  });

/** Points along a line at most so far apart, its corners among them. */
function spread(points: readonly Point[], apart = 20): Point[] {
  return points.flatMap((here, index) => {
    const before = points[index - 1];
    if (!before) return [here];
    const parts = Math.max(1, Math.ceil((Math.abs(here.x - before.x) + Math.abs(here.y - before.y)) / apart));
    return Array.from({ length: parts }, (_one, part) => ({
      x: before.x + ((here.x - before.x) * (part + 1)) / parts,
      y: before.y + ((here.y - before.y) * (part + 1)) / parts,
    }));
  });
}

/** What costs least comes first: a binary heap. */
class Queue {
  readonly #steps: Step[] = [];

  add(step: Step): void {
    const all = this.#steps;
    let at = all.push(step) - 1;
    for (let up = (at - 1) >> 1; at > 0; at = up, up = (at - 1) >> 1) {
      const above = all[up];
      if (!above || above.total <= step.total) break;
      all[at] = above;
    }
    all[at] = step;
  }

  take(): Step | undefined {
    const all = this.#steps;
    const [first, last] = [all[0], all.pop()];
    if (!last || all.length === 0) return first;
    let at = 0;
    for (;;) {
      const [left, right] = [all[2 * at + 1], all[2 * at + 2]];
      const below = right && left && right.total < left.total ? right : left;
      if (!below || below.total >= last.total) break;
      all[at] = below;
      at = 2 * at + (below === left ? 1 : 2);
    }
    all[at] = last;
    return first;
  }
}

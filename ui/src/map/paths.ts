import { CARD, type Point } from "./layout";

const ROUND = 7;
const TRUNK = 13;
const ABOVE = 26;
const HANGING = 60;

/** From a manager to who reports: down the side of a hanging list, else by a line above the row. */
export const reportingPath = (manager: Point, below: Point): string => roundedPath(reportingLine(manager, below), below.y < manager.y + CARD.height + 8 ? 0 : ROUND);

/** The corners of the same. */
export function reportingLine(manager: Point, below: Point): Point[] {
  const start = manager.y + CARD.height;
  if (below.x - manager.x > TRUNK && below.x - manager.x <= HANGING && below.y > start) {
    const [x, end] = [manager.x + TRUNK, below.y + CARD.height / 2];
    return [{ x, y: start }, { x, y: end }, { x: below.x, y: end }];
  }
  const [from, to] = [manager.x + CARD.width / 2, below.x + CARD.width / 2];
  if (below.y < start + 8) return around(manager, below);
  if (Math.abs(from - to) < 1) return [{ x: from, y: start }, { x: from, y: below.y }];
  const bus = Math.max(start + 4, below.y - ABOVE);
  return [{ x: from, y: start }, { x: from, y: bus }, { x: to, y: bus }, { x: to, y: below.y }];
}

/** Who was dragged above their manager: round the side, still at right angles. */
function around(manager: Point, below: Point): Point[] {
  const [start, end] = [manager.y + CARD.height / 2, below.y + CARD.height / 2];
  const x = Math.max(manager.x, below.x) + CARD.width + 20;
  return [{ x: manager.x + CARD.width, y: start }, { x, y: start }, { x, y: end }, { x: below.x + CARD.width, y: end }];
}

/** A line at right angles through these corners, which are rounded where there is room. */
export function roundedPath(points: readonly Point[], round: number): string {
  return points
    .map((here, index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (!before) return `M${here.x},${here.y}`;
      const to = (point: Point) => (before.y === here.y ? `H${point.x}` : `V${point.y}`);
      if (!after) return to(here);
      const radius = Math.min(round, farOf(before, here) / (index === 1 ? 1 : 2), farOf(here, after) / (index === points.length - 2 ? 1 : 2));
      if (radius === 0) return to(here);
      const end = towards(here, after, radius);
      return `${to(towards(here, before, radius))}Q${here.x},${here.y} ${end.x},${end.y}`;
    })
    .join("");
}

const farOf = (one: Point, other: Point): number => Math.abs(one.x - other.x) + Math.abs(one.y - other.y);
const towards = (from: Point, to: Point, far: number): Point => ({ x: from.x + Math.sign(to.x - from.x) * far, y: from.y + Math.sign(to.y - from.y) * far });

export type Side = "left" | "right" | "below";

/** Where on a card's side an arrow begins or ends; below, so far from the corner that faces the other card. */
export interface Port {
  side: Side;
  /** Pixels down the side, or from the corner. */
  along: number;
}

export interface Arrow {
  path: string;
  /** Points along it, from its begin to its tip, evenly spread. */
  line: readonly Point[];
  tip: Point;
  /** Which way the tip points: a step of length 1. */
  towards: Point;
}

/** From a card's corner to the first arrow below it: clear of the lines of reporting. */
export const CORNER = 30;
/** Between these in a row there is no room for an arrow: it goes below them. */
const NEIGHBOURS = 64;

/** The sides at which an arrow from one card to another begins and ends; two that stand above each other are joined on their right. */
export function sidesOf(from: Point, to: Point): [Side, Side] {
  const gap = Math.abs(to.x - from.x) - CARD.width;
  if (gap >= 0 && gap < NEIGHBOURS && Math.abs(to.y - from.y) < CARD.height) return ["below", "below"];
  if (gap < 16) return ["right", "right"];
  return to.x > from.x ? ["right", "left"] : ["left", "right"];
}

/** Left sides begin higher than right ones, so that lines between neighbours do not run into each other. */
const SHIFT = { left: -7, right: 7 };

/** One of so many arrows at a side of a card. */
export function portAt(side: Side, index: number, count: number): Port {
  return { side, along: side === "below" ? CORNER + index * 18 : (CARD.height * (index + 1)) / (count + 1) + SHIFT[side] };
}

/** The places of an arrow that shares neither side with another. */
export const portsAlone = ([out, end]: readonly [Side, Side]): [Port, Port] => [portAt(out, 0, 1), portAt(end, 0, 1)];

/** From one card's side to another's, where no other arrow does so unless places are given; `reach`: how far it swings out at both ends. */
export function influencePath(from: Point, to: Point, ports = portsAlone(sidesOf(from, to)), reach: readonly [number, number] = [1, 1]): Arrow {
  const [start, tip] = endsOf(from, to, ports);
  const [out, end] = [ports[0].side, ports[1].side];
  const bend = bendOf(start, tip, out, end);
  const first = outOf(start, out, bend * reach[0]);
  const second = outOf(tip, end, bend * reach[1]);
  return {
    path: `M${start.x},${start.y}C${first.x},${first.y} ${second.x},${second.y} ${tip.x},${tip.y}`,
    line: WEIGHTS.map(([a, b, c, d]) => ({ x: a * start.x + b * first.x + c * second.x + d * tip.x, y: a * start.y + b * first.y + c * second.y + d * tip.y })),
    tip,
    towards: { x: -OUTWARD[end].x, y: -OUTWARD[end].y },
  };
}

/** Where an arrow between two cards begins and ends. */
export function endsOf(from: Point, to: Point, [out, end]: readonly [Port, Port]): [Point, Point] {
  const rightward = to.x > from.x;
  return [pointOf(from, out, rightward), pointOf(to, end, !rightward)];
}

/** So far away from a side, straight. */
export const outOf = (point: Point, side: Side, far: number): Point => ({ x: point.x + OUTWARD[side].x * far, y: point.y + OUTWARD[side].y * far });

/** How much each of a curve's four points counts at 25 places along it (Bernstein polynomials). */
const WEIGHTS = Array.from({ length: 25 }, (_one, index): [number, number, number, number] => {
  const [part, rest] = [index / 24, 1 - index / 24];
  return [rest ** 3, 3 * rest ** 2 * part, 3 * rest * part ** 2, part ** 3];
});
export const OUTWARD: Record<Side, Point> = { left: { x: -1, y: 0 }, right: { x: 1, y: 0 }, below: { x: 0, y: 1 } };

function pointOf(card: Point, { side, along }: Port, rightward: boolean): Point {
  if (side === "below") return { x: rightward ? card.x + CARD.width - along : card.x + along, y: card.y + CARD.height };
  return { x: side === "left" ? card.x : card.x + CARD.width, y: card.y + along };
}

function bendOf(start: Point, tip: Point, out: Side, end: Side): number {
  if (out === "below") return 14 + Math.abs(tip.x - start.x) * 0.22;
  if (out === end) return 34 + Math.min(70, Math.abs(tip.y - start.y) * 0.2);
  return Math.max(36, Math.abs(tip.x - start.x) * 0.45);
}

/** The head of an arrow, larger for a stronger influence (1–5). */
export function headOf({ tip, towards }: Pick<Arrow, "tip" | "towards">, strength: number): string {
  const size = 6 + strength;
  const across = { x: -towards.y * size * 1.1, y: towards.x * size * 1.1 };
  return `M${tip.x},${tip.y}l${-towards.x * size - across.x / 2},${-towards.y * size - across.y / 2}l${across.x},${across.y}z`;
}

import { CARD, type Point } from "./layout";

const ROUND = 7;
const TRUNK = 13;
const ABOVE = 26;
const HANGING = 60;

/** From a manager to who reports: down the side of a hanging list, else by a line above the row. */
export function reportingPath(manager: Point, below: Point): string {
  const step = below.x - manager.x;
  if (step > TRUNK && step <= HANGING && below.y > manager.y + CARD.height) {
    const [x, end] = [manager.x + TRUNK, below.y + CARD.height / 2];
    return `M${x},${manager.y + CARD.height}V${end - ROUND}Q${x},${end} ${x + ROUND},${end}H${below.x}`;
  }
  const [from, to] = [manager.x + CARD.width / 2, below.x + CARD.width / 2];
  const start = manager.y + CARD.height;
  if (below.y < start + 8) return around(manager, below);
  if (Math.abs(from - to) < 1) return `M${from},${start}V${below.y}`;
  const bus = Math.max(start + 4, below.y - ABOVE);
  const round = Math.min(ROUND, Math.abs(to - from) / 2, bus - start, below.y - bus);
  const side = to > from ? round : -round;
  return `M${from},${start}V${bus - round}Q${from},${bus} ${from + side},${bus}H${to - side}Q${to},${bus} ${to},${bus + round}V${below.y}`;
}

/** Who was dragged above their manager: round the side, still at right angles. */
function around(manager: Point, below: Point): string {
  const [start, end] = [manager.y + CARD.height / 2, below.y + CARD.height / 2];
  const x = Math.max(manager.x, below.x) + CARD.width + 20;
  return `M${manager.x + CARD.width},${start}H${x}V${end}H${below.x + CARD.width}`;
}

export type Side = "left" | "right" | "below";

/** Where on a card's side an arrow begins or ends; below, so far from the corner that faces the other card. */
export interface Port {
  side: Side;
  /** Pixels down the side, or from the corner. */
  along: number;
}

export interface Arrow {
  path: string;
  /** The curve's four points. */
  curve: readonly [Point, Point, Point, Point];
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

function portsAlone(from: Point, to: Point): [Port, Port] {
  const [out, end] = sidesOf(from, to);
  return [portAt(out, 0, 1), portAt(end, 0, 1)];
}

/** From one card's side to another's, where no other arrow does so unless places are given. */
export function influencePath(from: Point, to: Point, [out, end] = portsAlone(from, to)): Arrow {
  const rightward = to.x > from.x;
  const [start, tip] = [pointOf(from, out, rightward), pointOf(to, end, !rightward)];
  const bend = bendOf(start, tip, out.side, end.side);
  const [away, back] = [OUTWARD[out.side], OUTWARD[end.side]];
  const first = { x: start.x + away.x * bend, y: start.y + away.y * bend };
  const second = { x: tip.x + back.x * bend, y: tip.y + back.y * bend };
  return {
    path: `M${start.x},${start.y}C${first.x},${first.y} ${second.x},${second.y} ${tip.x},${tip.y}`,
    curve: [start, first, second, tip],
    tip,
    towards: { x: -back.x, y: -back.y },
  };
}

const OUTWARD: Record<Side, Point> = { left: { x: -1, y: 0 }, right: { x: 1, y: 0 }, below: { x: 0, y: 1 } };

function pointOf(card: Point, { side, along }: Port, rightward: boolean): Point {
  if (side === "below") return { x: rightward ? card.x + CARD.width - along : card.x + along, y: card.y + CARD.height };
  return { x: side === "left" ? card.x : card.x + CARD.width, y: card.y + along };
}

function bendOf(start: Point, tip: Point, out: Side, end: Side): number {
  if (out === "below") return 14 + Math.abs(tip.x - start.x) * 0.22;
  if (out === end) return 34 + Math.min(70, Math.abs(tip.y - start.y) * 0.2);
  return Math.max(36, Math.abs(tip.x - start.x) * 0.45);
}

/** Where a curve is after a part of it (0–1). */
export function alongCurve([a, b, c, d]: Arrow["curve"], part: number): Point {
  const rest = 1 - part;
  const mixed = (key: "x" | "y") => rest ** 3 * a[key] + 3 * rest ** 2 * part * b[key] + 3 * rest * part ** 2 * c[key] + part ** 3 * d[key];
  return { x: mixed("x"), y: mixed("y") };
}

/** The head of an arrow, larger for a stronger influence (1–5). */
export function headOf({ tip, towards }: Pick<Arrow, "tip" | "towards">, strength: number): string {
  const size = 6 + strength;
  const across = { x: -towards.y * size * 1.1, y: towards.x * size * 1.1 };
  return `M${tip.x},${tip.y}l${-towards.x * size - across.x / 2},${-towards.y * size - across.y / 2}l${across.x},${across.y}z`;
}

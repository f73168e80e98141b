import { CARD, type Point } from "./layout";
import type { Tie } from "./model";
import { alongCurve, type Arrow, influencePath, type Port, portAt, type Side, sidesOf } from "./paths";

/** An influence as it is drawn. */
export interface Drawn extends Arrow {
  /** Where the sign of a conflict stands: clear of other arrows and of cards, as near to the middle as may be. */
  sign: Point;
}

type Ended = Pick<Tie, "id" | "kind" | "polarity" | "source" | "target">;

interface End {
  tie: Ended;
  card: string;
  side: Side;
  here: Point;
  there: Point;
  /** Both ends on the same side: a bracket, within which others nest. */
  bracket: boolean;
}

/** The arrows of all influences and conflicts among these, by the tie's id: those that share a side of a card fan out along it. */
export function arrowsOf(ties: readonly Ended[], at: ReadonlyMap<string, Point>): Map<string, Drawn> {
  const found: { tie: Ended; from: Point; to: Point; sides: [Side, Side] }[] = [];
  for (const tie of ties) {
    const [from, to] = [at.get(tie.source.id), at.get(tie.target.id)];
    if (tie.kind === "INFLUENCES" && from && to) found.push({ tie, from, to, sides: sidesOf(from, to) });
  }
  const ends = found.flatMap(({ tie, from, to, sides: [out, end] }): End[] => [
    { tie, card: tie.source.id, side: out, here: from, there: to, bracket: out === end },
    { tie, card: tie.target.id, side: end, here: to, there: from, bracket: out === end },
  ]);
  const ports = fannedOut(ends);
  const arrows = new Map<string, Arrow>();
  for (const { tie, from, to } of found) {
    const [out, end] = [ports.get(keyOf(tie, tie.source.id)), ports.get(keyOf(tie, tie.target.id))];
    if (out && end) arrows.set(tie.id, influencePath(from, to, [out, end]));
  }
  const signed = new Set(found.filter(({ tie }) => tie.polarity === "NEGATIVE").map(({ tie }) => tie.id));
  return new Map([...arrows].map(([id, arrow]) => [id, { ...arrow, sign: signed.has(id) ? clearOf(id, arrow, arrows, at) : alongCurve(arrow.curve, 0.5) }]));
}

const keyOf = (tie: Ended, card: string): string => `${tie.id} ${card}`;

/** Of each end, its place among those that share a side of a card: in the order in which they cross the least. */
function fannedOut(ends: readonly End[]): Map<string, Port> {
  const shared = new Map<string, End[]>();
  for (const end of ends) {
    const key = `${end.card} ${end.side} ${end.side === "below" ? end.there.x > end.here.x : ""}`;
    shared.set(key, [...(shared.get(key) ?? []), end]);
  }
  const ports = new Map<string, Port>();
  for (const group of shared.values()) {
    group.sort((a, b) => turnOf(a) - turnOf(b) || (a.tie.id < b.tie.id ? -1 : 1) * (isReversed(a) ? -1 : 1));
    for (const [index, { tie, card, side }] of group.entries()) {
      ports.set(keyOf(tie, card), portAt(side, index, group.length));
    }
  }
  return ports;
}

/** Brackets nest: what lies between the others at one end does so at the other. */
const isReversed = ({ bracket, side, here, there }: End): boolean => bracket && side !== "below" && there.y > here.y;

/** What goes up steeply leaves at the top, what goes down at the bottom, and a wide bracket around a narrow one. */
function turnOf({ bracket, side, here, there }: End): number {
  const [right, down] = [Math.abs(there.x - here.x), there.y - here.y];
  if (side === "below") return right;
  return bracket ? Math.sign(down) * (10 - Math.abs(down) / 1e5) : Math.atan2(down, right);
}

const PARTS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.2, 0.8];
const SAMPLES = Array.from({ length: 25 }, (_one, index) => index / 24);
/** From the middle of a sign to another line: enough to tell whose it is. */
const CLEAR = 16;

/** The first place along an arrow that is clear of the others and of cards; else the clearest. */
function clearOf(id: string, arrow: Arrow, arrows: ReadonlyMap<string, Arrow>, at: ReadonlyMap<string, Point>): Point {
  const near = [...arrows].flatMap(([other, { curve }]) => (other !== id && mayMeet(arrow.curve, curve) ? SAMPLES.map((part) => alongCurve(curve, part)) : []));
  const cards = [...at.values()].filter((card) => mayMeet(arrow.curve, [card, { x: card.x + CARD.width, y: card.y + CARD.height }]));
  let best = { point: alongCurve(arrow.curve, 0.5), clear: -Infinity };
  for (const part of PARTS) {
    const point = alongCurve(arrow.curve, part);
    const clear = Math.min(CLEAR, ...near.map((one) => Math.hypot(one.x - point.x, one.y - point.y)), ...cards.map((card) => 4 + outside(point, card)));
    if (clear > best.clear) best = { point, clear };
  }
  return best.point;
}

/** How far a point is outside a card; 0: it is on it. */
function outside(point: Point, card: Point): number {
  const [x, y] = [Math.max(card.x - point.x, point.x - card.x - CARD.width, 0), Math.max(card.y - point.y, point.y - card.y - CARD.height, 0)];
  return Math.hypot(x, y);
}

/** Whether the frames around two sets of points come near each other. */
function mayMeet(some: readonly Point[], others: readonly Point[]): boolean {
  const apart = (key: "x" | "y") =>
    Math.max(...some.map((one) => one[key])) + CLEAR < Math.min(...others.map((one) => one[key])) ||
    Math.max(...others.map((one) => one[key])) + CLEAR < Math.min(...some.map((one) => one[key]));
  return !apart("x") && !apart("y");
}

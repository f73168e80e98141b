import { CARD, type Point } from "./layout";
import type { Tie } from "./model";
import { type Arrow, type Port, portAt, reportingLine, type Side } from "./paths";
import { routesAmong, straightWays } from "./routes";

/** An influence as it is drawn. */
export interface Drawn extends Arrow {
  /** Where the sign of a conflict stands: clear of other lines and of cards, as near to the middle as may be. */
  sign: Point;
}

/** For so many influences a way past all cards is found within some hundredths of a second. More are drawn straight to their ends. */
const MOST_ROUTED = 50;

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
  const influences = ties.filter((tie) => tie.kind === "INFLUENCES");
  const routes = influences.length > MOST_ROUTED ? straightWays(at) : routesAmong(at);
  const found: { tie: Ended; from: Point; to: Point; sides: readonly [Side, Side] }[] = [];
  for (const tie of influences) {
    const [from, to] = [at.get(tie.source.id), at.get(tie.target.id)];
    if (from && to) found.push({ tie, from, to, sides: routes.sides(tie.source.id, tie.target.id) });
  }
  const ends = found.flatMap(({ tie, from, to, sides: [out, end] }): End[] => [
    { tie, card: tie.source.id, side: out, here: from, there: to, bracket: out === end },
    { tie, card: tie.target.id, side: end, here: to, there: from, bracket: out === end },
  ]);
  const ports = fannedOut(ends);
  const arrows = new Map<string, Arrow>();
  // Those that pass the most ranks have the least choice.
  const spanOf = ({ from, to }: { from: Point; to: Point }) => Math.abs(to.y - from.y) + Math.abs(to.x - from.x) / 8;
  for (const { tie } of [...found].sort((a, b) => spanOf(b) - spanOf(a))) {
    const [out, end] = [ports.get(keyOf(tie, tie.source.id)), ports.get(keyOf(tie, tie.target.id))];
    if (out && end) arrows.set(tie.id, routes.arrow(tie.source.id, tie.target.id, [out, end]));
  }
  const signed = new Set(found.filter(({ tie }) => tie.polarity === "NEGATIVE").map(({ tie }) => tie.id));
  const lines = signed.size > 0 ? [...[...arrows.values()].map((arrow) => arrow.line), ...reportingLines(ties, at)] : [];
  return new Map([...arrows].map(([id, arrow]) => [id, { ...arrow, sign: signed.has(id) ? clearOf(arrow, lines, at) : middleOf(arrow) }]));
}

const reportingLines = (ties: readonly Ended[], at: ReadonlyMap<string, Point>): Point[][] =>
  ties.flatMap((tie) => {
    const [below, manager] = [at.get(tie.source.id), at.get(tie.target.id)];
    return tie.kind === "REPORTS_TO" && below && manager ? [reportingLine(manager, below)] : [];
  });

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

const middleOf = ({ line, tip }: Arrow): Point => line[(line.length - 1) >> 1] ?? tip;

/** Parts of an arrow at which a sign may stand, the best first. */
const PARTS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.2, 0.8, 0.16, 0.84];
/** From the middle of a sign to another line: enough to tell whose it is. */
const CLEAR = 16;

/** The first place along an arrow that is clear of other lines and of cards; else the clearest. */
function clearOf({ line, tip }: Arrow, lines: readonly (readonly Point[])[], at: ReadonlyMap<string, Point>): Point {
  const near = lines.filter((other) => other !== line && mayMeet(line, other));
  const cards = [...at.values()].filter((card) => mayMeet(line, [card, { x: card.x + CARD.width, y: card.y + CARD.height }]));
  let best = { point: tip, clear: -Infinity };
  for (const part of PARTS) {
    const point = line[Math.round(part * (line.length - 1))] ?? tip;
    const clear = Math.min(CLEAR, ...near.map((other) => farFrom(point, other)), ...cards.map((card) => 4 + outside(point, card)));
    if (clear > best.clear) best = { point, clear };
  }
  return best.point;
}

/** How far a point is from a line through others. */
function farFrom(point: Point, line: readonly Point[]): number {
  return Math.min(
    ...line.map((end, index) => {
      const start = line[index - 1] ?? end;
      const [right, down] = [end.x - start.x, end.y - start.y];
      const part = Math.max(0, Math.min(1, ((point.x - start.x) * right + (point.y - start.y) * down) / (right ** 2 + down ** 2 || 1)));
      return Math.hypot(start.x + part * right - point.x, start.y + part * down - point.y);
    }),
  );
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

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

export interface Arrow {
  path: string;
  middle: Point;
  tip: Point;
  /** Which way the tip points: 1 to the right, −1 to the left. */
  towards: 1 | -1;
}

/** From one card's side to another's; two that stand above each other are joined on their right. */
export function influencePath(from: Point, to: Point): Arrow {
  const [rightward, leftward] = [to.x >= from.x + CARD.width + 16, to.x + CARD.width + 16 <= from.x];
  const out = { x: leftward ? from.x : from.x + CARD.width, y: from.y + CARD.height * 0.42 };
  const tip = { x: rightward ? to.x : to.x + CARD.width, y: to.y + CARD.height * 0.58 };
  const towards = rightward ? 1 : -1;
  const bend = rightward || leftward ? Math.max(36, Math.abs(tip.x - out.x) * 0.45) : 34 + Math.min(60, Math.abs(tip.y - out.y) * 0.18);
  const first = { x: out.x + (leftward ? -bend : bend), y: out.y };
  const second = { x: tip.x - towards * bend, y: tip.y };
  return { path: `M${out.x},${out.y}C${first.x},${first.y} ${second.x},${second.y} ${tip.x},${tip.y}`, middle: halfway(out, first, second, tip), tip, towards };
}

const halfway = (a: Point, b: Point, c: Point, d: Point): Point => ({
  x: (a.x + 3 * b.x + 3 * c.x + d.x) / 8,
  y: (a.y + 3 * b.y + 3 * c.y + d.y) / 8,
});

/** The head of an arrow, larger for a stronger influence (1–5). */
export function headOf({ tip, towards }: Arrow, strength: number): string {
  const size = 6 + strength;
  return `M${tip.x},${tip.y}l${-towards * size},${-size * 0.55}v${size * 1.1}z`;
}

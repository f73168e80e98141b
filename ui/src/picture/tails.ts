import { widthOf } from "../drawing/text";
import type { Point } from "../map/layout";
import { CELL, WIDTH, ZONES } from "./arrange";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** From where somebody stood to the edge of where they stand now. */
export interface Tail {
  from: Point;
  path: string;
  tip: Point;
  /** Which way the tip points: a step of length 1. */
  towards: Point;
}

/** What somebody takes in the picture, whose disc is at a point: rather too much than too little. */
export function chipOf(label: string, roles: string, { x, y }: Point): Box {
  const text = widthOf(label, { size: 13, bold: true }) + (roles ? 6 + widthOf(roles, { size: 11.5, bold: true }) : 0);
  return { x: x - 20, y: y - 18, width: Math.min(CELL.width - 12, 46 + text), height: 36 };
}

/** What the names of the parts take, which stand at their lower right. */
export const zoneNames = (nameOf: (key: (typeof ZONES)[number]["key"]) => string, tops: readonly number[]): Box[] =>
  ZONES.map(({ key, columns, rows }) => {
    const width = widthOf(nameOf(key), { size: 12, bold: true });
    const [right, bottom] = [CELL.left + (columns[1] + 1) * CELL.width, tops[rows[1] + 1] ?? 0];
    return { x: right - 8 - width, y: bottom - 22, width, height: 18 };
  });

const BOWS = [0, 24, -24, 48, -48, 80, -80, 120, -120, 170, -170];
const STEPS = Array.from({ length: 61 }, (_one, index) => index / 60);
const APART = 13;

export interface Went {
  from: Point;
  /** The middle of their disc now. */
  to: Point;
  chip: Box;
}

/** The tails of all who moved: each from a beginning of its own, bowed so far that it passes behind nobody's name and apart from the others. */
export function tailsOf(went: readonly Went[], inTheWay: readonly Box[], height: number): Tail[] {
  const begun = new Map<string, number>();
  const laid: Laid = { points: [], tips: [] };
  return went.map(({ from, to, chip }) => {
    const key = `${from.x} ${from.y}`;
    const index = begun.get(key) ?? 0;
    begun.set(key, index + 1);
    // From the side of a cell inwards.
    const inwards = (from.x - CELL.left) % CELL.width > CELL.width / 2 ? -1 : 1;
    const start = { x: from.x + inwards * APART * index, y: from.y };
    const others = inTheWay.filter((box) => box.x !== chip.x || box.y !== chip.y);
    const bowed = BOWS.map((bow) => bowedBy(bow, start, to, chip, { boxes: others, laid, height }));
    const best = bowed.reduce((least, one) => (one.crossed < least.crossed ? one : least));
    laid.points.push(...best.points);
    laid.tips.push(best.tail.tip);
    return best.tail;
  });
}

/** Of the tails before. */
interface Laid {
  points: Point[];
  tips: Point[];
}

interface InTheWay {
  boxes: readonly Box[];
  laid: Laid;
  height: number;
}

interface Bowed {
  tail: Tail;
  points: Point[];
  /** How many of its steps lie behind something, outside the picture or, which counts a quarter, along another tail; a tip at another's counts three. */
  crossed: number;
}

function bowedBy(bow: number, from: Point, to: Point, chip: Box, { boxes, laid, height }: InTheWay): Bowed {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const via = { x: (from.x + to.x) / 2 - ((to.y - from.y) / length) * bow, y: (from.y + to.y) / 2 + ((to.x - from.x) / length) * bow };
  const at = (part: number): Point => between(between(from, via, part), between(via, to, part), part);
  const end = STEPS.find((part) => isIn(at(part), chip, 2)) ?? 1;
  const points = STEPS.filter((part) => part <= end).map(at);
  const behind = points.filter((point) => isOutside(point, height) || boxes.some((box) => isIn(point, box, 3))).length;
  const along = points.filter((point) => laid.points.some((one) => isNear(one, point, 6))).length;
  const shared = laid.tips.filter((one) => isNear(one, at(end), 15)).length;
  const [bent, tip] = [between(from, via, end), at(end)];
  const last = Math.hypot(tip.x - bent.x, tip.y - bent.y) || 1;
  const towards = { x: (tip.x - bent.x) / last, y: (tip.y - bent.y) / last };
  return { tail: { from, path: `M${from.x},${from.y}Q${bent.x},${bent.y} ${tip.x},${tip.y}`, tip, towards }, points, crossed: behind + along / 4 + 3 * shared };
}

const isNear = (a: Point, b: Point, room: number): boolean => Math.abs(a.x - b.x) < room && Math.abs(a.y - b.y) < room;
const between = (a: Point, b: Point, part: number): Point => ({ x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part });

export const isIn = ({ x, y }: Point, box: Box, room: number): boolean =>
  x > box.x - room && x < box.x + box.width + room && y > box.y - room && y < box.y + box.height + room;

const isOutside = ({ x, y }: Point, height: number): boolean => x < CELL.left || x > WIDTH || y < CELL.top || y > height;

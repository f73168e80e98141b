import { CARD, type Point } from "../layout";

/** Beyond so many people, only those in view are cards; the others are painted. */
export const LARGE = 100;
/** Below this scale the words of a card are too small to be read: everybody is painted. */
export const FAR = 0.5;
/** The view is looked at in steps of so much of the map, so that a small move changes nothing. */
const STEP = 400;

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** What of the map is in view, from how far it is moved and scaled. */
export function viewOf([x, y, zoom]: readonly [number, number, number], width: number, height: number): Box {
  return { left: -x / zoom, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom };
}

/** The same in words that only change with a step; "far" where no card is in view. */
export function stepOf(transform: readonly [number, number, number], width: number, height: number): string {
  if (transform[2] < FAR) return "far";
  const { left, top, right, bottom } = viewOf(transform, width, height);
  return [Math.floor(left / STEP), Math.floor(top / STEP), Math.ceil(right / STEP), Math.ceil(bottom / STEP)].join(" ");
}

/** Who is in a step of the view. */
export function within(step: string, at: ReadonlyMap<string, Point>): string[] {
  if (step === "far") return [];
  const [left = 0, top = 0, right = 0, bottom = 0] = step.split(" ").map((edge) => Number(edge) * STEP);
  return [...at].flatMap(([id, { x, y }]) => (x + CARD.width > left && x < right && y + CARD.height > top && y < bottom ? [id] : []));
}

/** What holds all cards. */
export function boundsOf(at: ReadonlyMap<string, Point>): { x: number; y: number; width: number; height: number } {
  const points = [...at.values()];
  const least = (of: (point: Point) => number) => points.reduce((min, point) => Math.min(min, of(point)), Infinity);
  const most = (of: (point: Point) => number) => points.reduce((max, point) => Math.max(max, of(point)), -Infinity);
  const [x, y] = [least((point) => point.x), least((point) => point.y)];
  return { x, y, width: most((point) => point.x) + CARD.width - x, height: most((point) => point.y) + CARD.height - y };
}

/** Whose card lies at a point. */
export function cardAt(point: Point, at: ReadonlyMap<string, Point>): string | null {
  for (const [id, { x, y }] of at) if (point.x >= x && point.x <= x + CARD.width && point.y >= y && point.y <= y + CARD.height) return id;
  return null;
}

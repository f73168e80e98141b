import { detour } from "./detour";
import { CARD, type Point } from "./layout";
import { type Arrow, influencePath, type Port, portsAlone, type Side, sidesOf } from "./paths";

/** A card with room around it, or what else an arrow keeps out of. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** How near an arrow may come to a card that is neither of its ends. */
export const CLEAR = 4;
/** How far an arrow swings out at either end, of what it would with nobody in its way: the best first. */
const REACHES = [[1, 1], [0.4, 1], [1, 0.4], [0.7, 0.7], [0.1, 0.8], [0.8, 0.1], [0.4, 0.4], [0.25, 0.25]] as const;
const BESIDE: readonly (readonly [Side, Side])[] = [["right", "right"], ["left", "left"], ["left", "right"], ["right", "left"], ["below", "below"]];

export const boxOf = ({ x, y }: Point, room: number): Box => ({ left: x - room, top: y - room, right: x + CARD.width + room, bottom: y + CARD.height + room });

interface Routes {
  /** The sides of its cards at which an arrow had best begin and end. */
  sides: (source: string, target: string) => readonly [Side, Side];
  /** The arrow at these places of its cards. */
  arrow: (source: string, target: string, ports: [Port, Port]) => Arrow;
}

/** Ways of arrows that look at nothing but their ends. */
export function straightWays(at: ReadonlyMap<string, Point>): Routes {
  const ends = (source: string, target: string) => [at.get(source) ?? NOWHERE, at.get(target) ?? NOWHERE] as const;
  return {
    sides: (source, target) => sidesOf(...ends(source, target)),
    arrow: (source, target, ports) => influencePath(...ends(source, target), ports),
  };
}

/** Ways of arrows among cards: past all that are none of their ends, where there is one. */
export function routesAmong(at: ReadonlyMap<string, Point>): Routes {
  const near = grid(at);
  const drawn: { line: readonly Point[]; frame: Box }[] = [];
  const between = (source: string, target: string) => {
    const [from, to] = [at.get(source) ?? NOWHERE, at.get(target) ?? NOWHERE];
    // An arrow may begin and end at its own cards, but not pass over them.
    const boxes = near(frameOf([from, to, { x: from.x + CARD.width, y: from.y + CARD.height }, { x: to.x + CARD.width, y: to.y + CARD.height }], AROUND)).map(([id, card]) => boxOf(card, id === source || id === target ? -1 : CLEAR));
    const free = ({ line }: Arrow) => isFree(line, boxes);
    const curves = function* (ports: [Port, Port]) {
      for (const reach of REACHES) {
        const arrow = influencePath(from, to, ports, reach);
        if (free(arrow)) yield arrow;
      }
    };
    return { from, to, boxes, free, curves };
  };
  /** The one of some arrows that runs along others the least; an earlier one is the better shape, and may cross another. */
  const loneliest = (arrows: Iterable<Arrow>): Arrow | null => {
    let best: { arrow: Arrow; cost: number } | null = null;
    let cost = 0;
    for (const arrow of arrows) {
      const frame = frameOf(arrow.line, APART);
      const beside = drawn.reduce((sum, one) => sum + (meets(frame, one.frame) ? runBeside(arrow.line, one.line) : 0), 0);
      if (!best || cost + beside < best.cost) best = { arrow, cost: cost + beside };
      if (beside === 0) break;
      cost += 0.5;
    }
    return best?.arrow ?? null;
  };
  return {
    sides(source, target) {
      const { from, to, free } = between(source, target);
      const nearest = sidesOf(from, to);
      const isOpen = (sides: readonly [Side, Side]) => REACHES.some((reach) => free(influencePath(from, to, portsAlone(sides), reach)));
      return [nearest, ...BESIDE].find(isOpen) ?? nearest;
    },
    /**
     * A curve, else at right angles; across others only where there is no way
     * around. It keeps off arrows that were asked for before: hence those with the least choice are asked for first.
     */
    arrow(source, target, ports) {
      const { from, to, boxes, free, curves } = between(source, target);
      const around = function* (places: [Port, Port]) {
        for (let index = 0; index < LANES.length; index += 1) {
          // Each begins with the next lane, so that those that pass the same cards lie beside each other.
          const way = detour(from, to, places, boxes, LANES[(drawn.length + index) % LANES.length] ?? 1);
          if (way && free(way)) yield way;
        }
      };
      const arrow =
        loneliest(curves(ports)) ??
        [ports, ...BESIDE.map(portsAlone)].reduce<Arrow | null>((found, places) => found ?? loneliest(around(places)), null) ??
        influencePath(from, to, ports);
      drawn.push({ line: arrow.line, frame: frameOf(arrow.line, 0) });
      return arrow;
    },
  };
}

/** How far beside a card's box ways at right angles run, so that several in a row lie beside each other. */
const LANES = [1, 7, 13];
/** Between two arrows, so that each can be followed. */
const APART = 5;
/** At how many of its points one arrow is beside another, or crosses it. */
function runBeside(some: readonly Point[], others: readonly Point[]): number {
  let found = 0;
  for (const { x, y } of some)
    for (const other of others)
      if ((other.x - x) * (other.x - x) + (other.y - y) * (other.y - y) < APART * APART) {
        found += 1;
        break;
      }
  return found;
}

const NOWHERE: Point = { x: 0, y: 0 };
/** How far around both ends a way is looked for. */
const AROUND = 300;

const CELL = { width: 300, height: 200 };

/** Find the cards in a part of the map, and some around it. */
function grid(at: ReadonlyMap<string, Point>): (within: Box) => [string, Point][] {
  const cells = new Map<string, [string, Point][]>();
  for (const entry of at) {
    const key = `${Math.floor(entry[1].x / CELL.width)} ${Math.floor(entry[1].y / CELL.height)}`;
    const cell = cells.get(key);
    if (cell) cell.push(entry);
    else cells.set(key, [entry]);
  }
  return ({ left, top, right, bottom }) => {
    const found: [string, Point][] = [];
    // A card reaches into the next cell at most.
    for (let x = Math.floor(left / CELL.width) - 1; x * CELL.width <= right; x += 1)
      for (let y = Math.floor(top / CELL.height) - 1; y * CELL.height <= bottom; y += 1) found.push(...(cells.get(`${x} ${y}`) ?? []));
    return found;
  };
}

/** Whether a line passes beside all of these. */
export function isFree(line: readonly Point[], boxes: readonly Box[]): boolean {
  const frame = frameOf(line, 0);
  return boxes.every((box) => !meets(frame, box) || line.every((point, index) => index === 0 || !crosses(line[index - 1] ?? point, point, box)));
}

/** The box around some points, with so much room. */
function frameOf(points: readonly Point[], room: number): Box {
  const frame = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of points) {
    frame.left = Math.min(frame.left, x - room);
    frame.right = Math.max(frame.right, x + room);
    frame.top = Math.min(frame.top, y - room);
    frame.bottom = Math.max(frame.bottom, y + room);
  }
  return frame;
}

const meets = (one: Box, other: Box): boolean => one.left <= other.right && one.right >= other.left && one.top <= other.bottom && one.bottom >= other.top;

/** Whether a straight line touches a box. */
function crosses(a: Point, b: Point, { left, top, right, bottom }: Box): boolean {
  if (Math.max(a.x, b.x) < left || Math.min(a.x, b.x) > right || Math.max(a.y, b.y) < top || Math.min(a.y, b.y) > bottom) return false;
  // It comes near: it misses if all corners lie on one side of it.
  const side = (x: number, y: number) => Math.sign((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x));
  return Math.abs(side(left, top) + side(right, top) + side(left, bottom) + side(right, bottom)) < 4;
}

/** Where cards lie: a tidy tree whose lower ranks hang as lists, so that cards stay large. */

export const CARD = { width: 216, height: 78 };
const GAP = { column: 34, rank: 52, list: 16, indent: 26 };
/** A person with at most so many below has them hang as a list; with more, they spread. */
const LONGEST_LIST = 6;
const LONE_ROWS = 4;

export interface Point {
  x: number;
  y: number;
}

export interface Person {
  id: string;
  manager: string | null;
  /** Where somebody dragged the card. */
  position: Point | null;
}

interface Node {
  id: string;
  below: Node[];
  size: number;
}

interface Block {
  at: Map<string, Point>;
  width: number;
  height: number;
  /** The middle of the topmost card, from the left. */
  anchor: number;
}

/** Place everybody: those whom somebody dragged where they are, the others by the tree and clear of them. */
export function layOut(people: readonly Person[]): Map<string, Point> {
  const roots = forest(people);
  const trees = roots.filter((root) => root.below.length > 0).map((root) => block(root, 0));
  const tidy = new Map<string, Point>();
  let x = 0;
  for (const tree of trees) {
    shift(tree.at, x, 0).forEach((point, id) => tidy.set(id, point));
    x += tree.width + GAP.column * 2;
  }
  return settle(people, tidy, roots.filter((root) => root.below.length === 0).map((root) => root.id));
}

/** Siblings stand in the order of their ids, which is that of their making: a new person comes last. */
function forest(people: readonly Person[]): Node[] {
  const nodes = new Map(people.map(({ id }): [string, Node] => [id, { id, below: [], size: 1 }]));
  const managerOf = new Map(people.map(({ id, manager }) => [id, manager !== null && nodes.has(manager) ? manager : null]));
  for (const id of nodes.keys()) if (inCircle(id, managerOf)) managerOf.set(id, null);
  const roots: Node[] = [];
  for (const id of [...nodes.keys()].sort()) {
    const manager = managerOf.get(id) ?? null;
    const node = nodes.get(id);
    if (node) (manager === null ? roots : (nodes.get(manager)?.below ?? roots)).push(node);
  }
  roots.forEach(measure);
  return roots;
}

function inCircle(id: string, managerOf: Map<string, string | null>): boolean {
  let above = managerOf.get(id) ?? null;
  for (let steps = 0; above !== null && steps <= managerOf.size; steps += 1) {
    if (above === id) return true;
    above = managerOf.get(above) ?? null;
  }
  return false;
}

function measure(node: Node): number {
  node.size = 1 + node.below.reduce((sum, one) => sum + measure(one), 0);
  return node.size;
}

function block(node: Node, rank: number): Block {
  if (node.below.length === 0) return { at: new Map([[node.id, { x: 0, y: 0 }]]), ...CARD, anchor: CARD.width / 2 };
  return rank > 0 && node.size - 1 <= LONGEST_LIST ? hanging(node) : spread(node, rank);
}

/** Those below as a list, each a step to the right of their manager. */
function hanging(node: Node): Block {
  const at = new Map<string, Point>();
  let [width, y] = [0, 0];
  const walk = (one: Node, depth: number) => {
    at.set(one.id, { x: depth * GAP.indent, y });
    width = Math.max(width, depth * GAP.indent + CARD.width);
    y += CARD.height + GAP.list;
    one.below.forEach((next) => walk(next, depth + 1));
  };
  walk(node, 0);
  return { at, width, height: y - GAP.list, anchor: CARD.width / 2 };
}

/** Those below side by side, their manager above the middle of them. */
function spread(node: Node, rank: number): Block {
  const at = new Map<string, Point>();
  const anchors: number[] = [];
  let [x, height] = [0, 0];
  for (const below of node.below) {
    const part = block(below, rank + 1);
    shift(part.at, x, CARD.height + GAP.rank).forEach((point, id) => at.set(id, point));
    anchors.push(x + part.anchor);
    x += part.width + GAP.column;
    height = Math.max(height, part.height);
  }
  const anchor = Math.max(CARD.width / 2, ((anchors[0] ?? 0) + (anchors.at(-1) ?? 0)) / 2);
  at.set(node.id, { x: anchor - CARD.width / 2, y: 0 });
  const width = Math.max(x - GAP.column, anchor + CARD.width / 2);
  return { at, width, height: height + CARD.height + GAP.rank, anchor };
}

const shift = (at: Map<string, Point>, x: number, y: number): Map<string, Point> =>
  new Map([...at].map(([id, point]) => [id, { x: point.x + x, y: point.y + y }]));

/** Keep what was dragged; let those below a dragged manager follow; push the rest clear of all that lies already. */
function settle(people: readonly Person[], tidy: Map<string, Point>, lone: readonly string[]): Map<string, Point> {
  const by = new Map(people.map((person) => [person.id, person]));
  const placed = new Map<string, Point>();
  for (const { id, position } of people) if (position) placed.set(id, position);
  for (const [id, point] of tidy) {
    if (placed.has(id)) continue;
    const led = leadOf(id, by, tidy);
    placed.set(id, clear({ x: point.x + led.x, y: point.y + led.y }, placed));
  }
  const right = Math.max(0, ...[...placed.values()].map((point) => point.x + CARD.width + GAP.column * 2));
  const start = placed.size > 0 ? right : 0;
  lone
    .filter((id) => !placed.has(id))
    .forEach((id, index) => {
      const column = Math.floor(index / LONE_ROWS);
      const point = {
        x: start + column * (CARD.width + GAP.column),
        y: (index % LONE_ROWS) * (CARD.height + GAP.rank),
      };
      placed.set(id, clear(point, placed));
    });
  return placed;
}

/** How far the nearest manager who was dragged is from where the tree would have them. */
function leadOf(id: string, by: Map<string, Person>, tidy: Map<string, Point>): Point {
  let above = by.get(by.get(id)?.manager ?? "");
  for (let steps = 0; above && steps <= by.size; steps += 1) {
    const from = tidy.get(above.id);
    if (above.position && from) return { x: above.position.x - from.x, y: above.position.y - from.y };
    above = by.get(above.manager ?? "");
  }
  return { x: 0, y: 0 };
}

function clear(wanted: Point, placed: Map<string, Point>): Point {
  const point = { ...wanted };
  for (let tries = 0; tries <= placed.size; tries += 1) {
    const inTheWay = [...placed.values()].filter((other) => overlap(point, other));
    if (inTheWay.length === 0) break;
    point.y = Math.max(...inTheWay.map((other) => other.y)) + CARD.height + GAP.list;
  }
  return point;
}

export const overlap = (a: Point, b: Point): boolean =>
  Math.abs(a.x - b.x) < CARD.width + 8 && Math.abs(a.y - b.y) < CARD.height + 8;

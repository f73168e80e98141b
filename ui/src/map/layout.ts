/** Where cards lie: a tidy tree whose lower ranks hang as lists, so that cards stay large. */

export const CARD = { width: 216, height: 78 };
const GAP = { column: 34, rank: 52, list: 16, indent: 26 };
/** A person with at most so many below has them hang as a list; with more, they spread. */
const LONGEST_LIST = 6;
/** Beyond so many people, lists may be longer: as long as keeps the cards largest in a frame of such a shape. */
const MANY = 60;
const FRAME_SHAPE = 1.6;
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
  /** Say of everybody where they lie, from the left upper corner on. */
  place: (into: Map<string, Point>, x: number, y: number) => void;
  width: number;
  height: number;
  /** The middle of the topmost card, from the left. */
  anchor: number;
}

/** Place everybody: those whom somebody dragged where they are, the others by the tree and clear of them. */
export function layOut(people: readonly Person[]): Map<string, Point> {
  const roots = forest(people);
  const grown = roots.filter((root) => root.below.length > 0);
  let trees = grown.map((root) => block(root, 0, LONGEST_LIST));
  for (let longest = LONGEST_LIST * 2; people.length > MANY && longest < people.length * 2; longest *= 2) {
    const other = grown.map((root) => block(root, 0, longest));
    if (sizeIn(other) > sizeIn(trees)) break;
    trees = other;
  }
  const tidy = new Map<string, Point>();
  let x = 0;
  for (const tree of trees) {
    tree.place(tidy, x, 0);
    x += tree.width + GAP.column * 2;
  }
  return settle(people, tidy, roots.filter((root) => root.below.length === 0).map((root) => root.id));
}

/** How wide a frame must be to hold some trees side by side. */
const sizeIn = (trees: readonly Block[]): number =>
  Math.max(trees.reduce((sum, tree) => sum + tree.width, 0), FRAME_SHAPE * Math.max(0, ...trees.map((tree) => tree.height)));

/** The same, and the same result as long as nobody came, went or moved. */
export function remembering(): typeof layOut {
  let last: readonly Person[] = [];
  let found = new Map<string, Point>();
  const isSame = (one: Person, other: Person | undefined) =>
    one.id === other?.id && one.manager === other.manager && one.position?.x === other.position?.x && one.position?.y === other.position?.y;
  return (people) => {
    if (people.length !== last.length || !people.every((one, index) => isSame(one, last[index]))) [last, found] = [people, layOut(people)];
    return found;
  };
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

function block(node: Node, rank: number, longest: number): Block {
  if (node.below.length === 0) return { place: (into, x, y) => into.set(node.id, { x, y }), ...CARD, anchor: CARD.width / 2 };
  return rank > 0 && node.size - 1 <= longest ? hanging(node) : spread(node, rank, longest);
}

/** Those below as a list, each a step to the right of their manager. */
function hanging(node: Node): Block {
  const steps: [string, Point][] = [];
  const walk = (one: Node, depth: number) => {
    steps.push([one.id, { x: depth * GAP.indent, y: steps.length * (CARD.height + GAP.list) }]);
    one.below.forEach((next) => walk(next, depth + 1));
  };
  walk(node, 0);
  const width = Math.max(...steps.map(([, step]) => step.x)) + CARD.width;
  const height = steps.length * (CARD.height + GAP.list) - GAP.list;
  return { place: (into, x, y) => steps.forEach(([id, step]) => into.set(id, { x: x + step.x, y: y + step.y })), width, height, anchor: CARD.width / 2 };
}

/** Those below side by side, their manager above the middle of them. */
function spread(node: Node, rank: number, longest: number): Block {
  const parts: { part: Block; x: number }[] = [];
  let [right, height] = [0, 0];
  for (const below of node.below) {
    const part = block(below, rank + 1, longest);
    parts.push({ part, x: right });
    right += part.width + GAP.column;
    height = Math.max(height, part.height);
  }
  const [first, last] = [parts[0], parts.at(-1)].map((one) => (one ? one.x + one.part.anchor : 0)) as [number, number];
  const anchor = Math.max(CARD.width / 2, (first + last) / 2);
  const place: Block["place"] = (into, x, y) => {
    into.set(node.id, { x: x + anchor - CARD.width / 2, y });
    parts.forEach((one) => one.part.place(into, x + one.x, y + CARD.height + GAP.rank));
  };
  return { place, width: Math.max(right - GAP.column, anchor + CARD.width / 2), height: height + CARD.height + GAP.rank, anchor };
}

/** Keep what was dragged; let those below a dragged manager follow; push the rest clear of all that lies already. */
function settle(people: readonly Person[], tidy: Map<string, Point>, lone: readonly string[]): Map<string, Point> {
  const by = new Map(people.map((person) => [person.id, person]));
  const placed = new Placed();
  for (const { id, position } of people) if (position) placed.set(id, position);
  for (const [id, point] of tidy) {
    if (placed.has(id)) continue;
    const led = leadOf(id, by, tidy);
    placed.set(id, placed.clearOf({ x: point.x + led.x, y: point.y + led.y }));
  }
  const right = [...placed.values()].reduce((most, point) => Math.max(most, point.x + CARD.width + GAP.column * 2), 0);
  const start = placed.size > 0 ? right : 0;
  lone
    .filter((id) => !placed.has(id))
    .forEach((id, index) => {
      const column = Math.floor(index / LONE_ROWS);
      const point = {
        x: start + column * (CARD.width + GAP.column),
        y: (index % LONE_ROWS) * (CARD.height + GAP.rank),
      };
      placed.set(id, placed.clearOf(point));
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

/** Who lies where, found again by the field of a grid that is a little larger than a card. */
class Placed extends Map<string, Point> {
  private readonly fields = new Map<number, Point[]>();

  override set(id: string, point: Point): this {
    const key = fieldOf(point, 0, 0);
    const there = this.fields.get(key);
    if (there) there.push(point);
    else this.fields.set(key, [point]);
    return super.set(id, point);
  }

  /** The place that is wanted, or the first below it where nobody lies. */
  clearOf(wanted: Point): Point {
    const point = { ...wanted };
    for (let tries = 0; tries <= this.size; tries += 1) {
      const inTheWay = AROUND.flatMap(([x, y]) => this.fields.get(fieldOf(point, x, y)) ?? []).filter((other) => overlap(point, other));
      if (inTheWay.length === 0) break;
      point.y = Math.max(...inTheWay.map((other) => other.y)) + CARD.height + GAP.list;
    }
    return point;
  }
}

const AROUND = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => [x, y] as const));
const MOST_ROWS = 2 ** 20;
const fieldOf = (point: Point, right: number, down: number): number =>
  (Math.floor(point.x / (CARD.width + 8)) + right) * MOST_ROWS + Math.floor(point.y / (CARD.height + 8)) + down;

export const overlap = (a: Point, b: Point): boolean =>
  Math.abs(a.x - b.x) < CARD.width + 8 && Math.abs(a.y - b.y) < CARD.height + 8;

import type { Point } from "./layout";

type At = ReadonlyMap<string, Point>;
type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";
export const ARROWS: readonly string[] = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];

/** Where an arrow leads: up to the manager, down to who reports, sideways among those of one manager. */
export function walk(at: At, managerOf: ReadonlyMap<string, string>, from: string | null, arrow: Arrow): string | null {
  const order = [...at.keys()].sort((a, b) => inOrder(at, a, b));
  if (from === null || !at.has(from)) return topOf(order, managerOf) ?? order[0] ?? null;
  if (arrow === "ArrowUp") return managerOf.get(from) ?? nearest(at, from, arrow);
  if (arrow === "ArrowDown") return order.find((id) => managerOf.get(id) === from) ?? nearest(at, from, arrow);
  const siblings = order.filter((id) => managerOf.get(id) === managerOf.get(from));
  const next = siblings[siblings.indexOf(from) + (arrow === "ArrowRight" ? 1 : -1)];
  return next ?? nearest(at, from, arrow);
}

/** Who stands above others and below nobody: where a walk begins. */
function topOf(order: readonly string[], managerOf: ReadonlyMap<string, string>): string | undefined {
  const leading = new Set(managerOf.values());
  return order.find((id) => leading.has(id) && !managerOf.has(id));
}

/** From left to right, then from above. */
const inOrder = (at: At, a: string, b: string): number => {
  const [one, other] = [at.get(a), at.get(b)];
  return (one?.x ?? 0) - (other?.x ?? 0) || (one?.y ?? 0) - (other?.y ?? 0) || a.localeCompare(b);
};

/** Where there is no such relation: the next card that way. */
function nearest(at: At, from: string, arrow: Arrow): string | null {
  const here = at.get(from);
  if (!here) return null;
  const [dx, dy] = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[arrow] as [number, number];
  const that = [...at].flatMap(([id, point]) => {
    const [x, y] = [point.x - here.x, point.y - here.y];
    const along = x * dx + y * dy;
    return along > 1 ? [{ id, cost: along + 2.5 * Math.abs(x * dy + y * dx) }] : [];
  });
  return that.sort((a, b) => a.cost - b.cost || a.id.localeCompare(b.id))[0]?.id ?? null;
}

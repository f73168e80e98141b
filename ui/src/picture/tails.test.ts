import { describe, expect, it } from "vitest";
import { CELL, WIDTH } from "./arrange";
import { chipOf, isIn, tailsOf, zoneNames } from "./tails";

const HEIGHT = 500;
const names = ["韩知微", "方予宁", "Ada Quill-Marlborough of Upper Somewhere"];
const start = { x: CELL.left + CELL.width - 9, y: 420 };
const ends = [
  { x: CELL.left + 3 * CELL.width + 26, y: 70 },
  { x: CELL.left + 3 * CELL.width + 26, y: 150 },
  { x: CELL.left + 4 * CELL.width + 26, y: 150 },
];
const went = ends.map((to, index) => ({ from: start, to, chip: chipOf(names[index] ?? "", "E", to) }));
const blocking = chipOf("韩知微", "E", { x: CELL.left + CELL.width + 26, y: 372 });
const inTheWay = [...went.map((one) => one.chip), blocking];
const numbers = (path: string) => [...path.matchAll(/-?[\d.]+/g)].map(Number) as [number, number, number, number, number, number];
const pointsOf = (path: string) => {
  const [ax, ay, bx, by, cx, cy] = numbers(path);
  return Array.from({ length: 50 }, (_one, index) => index / 50).map((t) => ({
    x: (1 - t) ** 2 * ax + 2 * t * (1 - t) * bx + t * t * cx,
    y: (1 - t) ** 2 * ay + 2 * t * (1 - t) * by + t * t * cy,
  }));
};

describe("tails", () => {
  const tails = tailsOf(went, inTheWay, HEIGHT);
  it("pass behind nobody's name, nor their own", () => {
    for (const { path } of tails) for (const box of inTheWay) expect(pointsOf(path).filter((point) => isIn(point, box, 0))).toEqual([]);
  });
  it("begin each by itself, and point at whose they are", () => {
    expect(new Set(tails.map(({ from }) => from.x)).size).toBe(3);
    for (const [index, { tip, towards }] of tails.entries()) {
      const chip = went[index]?.chip ?? blocking;
      expect(isIn(tip, chip, 2.1)).toBe(true);
      expect(isIn({ x: tip.x + towards.x * 12, y: tip.y + towards.y * 12 }, chip, 0)).toBe(true);
    }
  });
  it("end before the name of who went to the left", () => {
    const to = { x: CELL.left + CELL.width + 26, y: 372 };
    const [tail] = tailsOf([{ from: { x: to.x + 180, y: 350 }, to, chip: chipOf("韩知微", "E", to) }], [], HEIGHT);
    expect(tail?.tip.x).toBeGreaterThan(to.x + 30);
  });
  it("know what is written in the parts", () => {
    const boxes = zoneNames(() => "Convert or contain", [36, 136, 236, 336, 436]);
    expect(boxes).toHaveLength(7);
    for (const box of boxes) expect(box.x > CELL.left && box.x + box.width < WIDTH).toBe(true);
  });
});

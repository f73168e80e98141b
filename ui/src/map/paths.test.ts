import { describe, expect, it } from "vitest";
import { CARD } from "./layout";
import { CORNER, headOf, influencePath, reportingPath } from "./paths";

describe("reporting lines", () => {
  it("go straight down where one stands below the other", () => {
    expect(reportingPath({ x: 0, y: 0 }, { x: 0, y: 200 })).toBe(`M108,${CARD.height}V200`);
  });
  it("share a line above the row", () => {
    const [left, right] = [reportingPath({ x: 300, y: 0 }, { x: 0, y: 200 }), reportingPath({ x: 300, y: 0 }, { x: 600, y: 200 })];
    for (const path of [left, right]) {
      expect(path).toContain(",174");
      expect(path).not.toContain("C");
    }
  });
  it("run down the side of a list", () => {
    expect(reportingPath({ x: 0, y: 0 }, { x: 26, y: 94 })).toMatch(/^M13,78V126Q13,133 20,133H26$/);
  });
  it("stay at right angles when somebody was dragged above", () => {
    expect(reportingPath({ x: 0, y: 300 }, { x: 10, y: 0 })).toMatch(/^M[\d.,]+H[\d.]+V[\d.]+H[\d.]+$/);
  });
});

describe("influence", () => {
  it.each([
    ["to the right", { x: 400, y: 0 }, { x: 400, y: 32 }, [1, 0]],
    ["to the left", { x: -400, y: 0 }, { x: -400 + CARD.width, y: 46 }, [-1, 0]],
    ["above each other", { x: 20, y: 300 }, { x: 20 + CARD.width, y: 346 }, [-1, 0]],
    ["beside each other", { x: 250, y: 10 }, { x: 250 + CORNER, y: 10 + CARD.height }, [0, -1]],
  ])("ends at the nearer side, pointing at the card: %s", (_name, to, tip, [x, y]) => {
    const arrow = influencePath({ x: 0, y: 0 }, to);
    expect(arrow.tip).toEqual(tip);
    expect(arrow.towards.x).toBeCloseTo(x ?? 0);
    expect(arrow.towards.y).toBeCloseTo(y ?? 0);
  });
  it("has a larger head when it is stronger", () => {
    const arrow = influencePath({ x: 0, y: 0 }, { x: 400, y: 0 });
    expect(headOf(arrow, 5)).toContain("l-11,");
    expect(headOf(arrow, 1)).toContain("l-7,");
  });
});

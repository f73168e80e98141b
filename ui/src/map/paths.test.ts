import { describe, expect, it } from "vitest";
import { CARD } from "./layout";
import { headOf, influencePath, reportingPath } from "./paths";

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
    ["to the right", { x: 400, y: 0 }, 400, 1],
    ["to the left", { x: -400, y: 0 }, -400 + CARD.width, -1],
    ["above each other", { x: 20, y: 300 }, 20 + CARD.width, -1],
  ])("ends at the nearer side: %s", (_name, to, x, towards) => {
    const arrow = influencePath({ x: 0, y: 0 }, to);
    expect(arrow.tip.x).toBe(x);
    expect(arrow.towards).toBe(towards);
  });
  it("has a larger head when it is stronger", () => {
    const arrow = influencePath({ x: 0, y: 0 }, { x: 400, y: 0 });
    expect(headOf(arrow, 5)).toContain("l-11,");
    expect(headOf(arrow, 1)).toContain("l-7,");
  });
});

import { describe, expect, it } from "vitest";
import { boundsOf, cardAt, stepOf, viewOf, within } from "./level";

const at = new Map([
  ["a", { x: 0, y: 0 }],
  ["b", { x: 1_000, y: 0 }],
  ["c", { x: 0, y: 5_000 }],
]);

describe("what is in view", () => {
  it("follows from how far the canvas is moved and scaled", () => {
    expect(viewOf([-100, 50, 0.5], 800, 400)).toEqual({ left: 200, top: -100, right: 1_800, bottom: 700 });
  });
  it("are the cards near it, and from afar none", () => {
    expect(within(stepOf([0, 0, 1], 800, 400), at)).toEqual(["a"]);
    expect(within(stepOf([-300, 0, 1], 800, 400), at)).toEqual(["a", "b"]);
    expect(within(stepOf([0, -4_900, 1], 800, 400), at)).toEqual(["c"]);
    expect(within(stepOf([0, 0, 0.4], 800, 400), at)).toEqual([]);
  });
  it("stays the same while it moves by little", () => {
    expect(stepOf([-10, 0, 1], 800, 390)).toBe(stepOf([-30, -5, 1], 800, 390));
  });
});

describe("the cards", () => {
  it("lie within their bounds", () => {
    expect(boundsOf(at)).toEqual({ x: 0, y: 0, width: 1_216, height: 5_078 });
  });
  it("are found by a point on them", () => {
    expect(cardAt({ x: 1_100, y: 40 }, at)).toBe("b");
    expect(cardAt({ x: 500, y: 40 }, at)).toBeNull();
  });
});

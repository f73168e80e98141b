import { describe, expect, it } from "vitest";
import { arrowsOf } from "./arrows";
import { CARD, type Point } from "./layout";
import type { Tie } from "./model";
import { reportingLine } from "./paths";
import { isFree } from "./routes";

const tie = (source: string, target: string, polarity: Tie["polarity"] = "POSITIVE") =>
  ({ id: `${source} ${target}`, kind: "INFLUENCES", polarity, source: { id: source }, target: { id: target } }) as const;
const row = CARD.width + 34;
/** Two rows of three, with somebody above. */
const at = new Map<string, Point>([
  ["top", { x: row, y: -130 }],
  ["a", { x: 0, y: 0 }],
  ["b", { x: row, y: 0 }],
  ["c", { x: 2 * row, y: 0 }],
  ["d", { x: 0, y: 130 }],
  ["e", { x: row, y: 130 }],
  ["f", { x: 2 * row, y: 130 }],
]);
const drawn = (ties: Parameters<typeof arrowsOf>[0]) => [...arrowsOf(ties, at).values()];
const apart = (some: readonly Point[], others: readonly Point[]) => Math.min(...some.flatMap((one) => others.map((other) => Math.hypot(one.x - other.x, one.y - other.y))));

describe("arrows", () => {
  it.each([
    ["up and down one side", tie("f", "c"), tie("c", "f")],
    ["up one side, far and near", tie("b", "top"), tie("e", "top")],
    ["beside each other", tie("a", "b"), tie("b", "a", "NEGATIVE")],
    ["across", tie("d", "c"), tie("c", "d")],
    ["to one side of somebody", tie("a", "c"), tie("d", "c")],
  ])("that share an end stay apart: %s", (_name, one, other) => {
    const [first, second] = drawn([one, other]).map(({ line }) => line);
    expect(apart(first ?? [], second ?? [])).toBeGreaterThan(5);
  });
  it("have the sign of a conflict where no other passes, and beside all cards", () => {
    const others = [tie("d", "top"), tie("e", "b"), tie("top", "d")];
    const [conflict, ...rest] = drawn([tie("a", "b", "NEGATIVE"), ...others]);
    const lines = rest.flatMap(({ line }) => line);
    const sign = conflict?.sign ?? { x: 0, y: 0 };
    expect(apart([sign], lines)).toBeGreaterThan(12);
    for (const card of at.values())
      expect(sign.x < card.x - 9 || sign.x > card.x + CARD.width + 9 || sign.y < card.y - 9 || sign.y > card.y + CARD.height + 9).toBe(true);
  });
  it("have the sign of a conflict beside lines of reporting", () => {
    const reports = ["d", "e", "f"].map((below) => ({ ...tie(below, "b"), kind: "REPORTS_TO" as const }));
    const [conflict] = drawn([tie("a", "b", "NEGATIVE"), ...reports]);
    const sign = conflict?.sign ?? { x: 0, y: 0 };
    for (const below of ["d", "e", "f"]) {
      const corners = reportingLine(at.get("b") ?? sign, at.get(below) ?? sign);
      const [left, top, right, bottom] = [sign.x - 9, sign.y - 9, sign.x + 9, sign.y + 9];
      expect(isFree(corners, [{ left, top, right, bottom }])).toBe(true);
    }
  });
  it("are of influences only, and between those who are there", () => {
    expect(drawn([{ ...tie("a", "b"), kind: "REPORTS_TO" }, tie("a", "nobody")])).toEqual([]);
  });
});

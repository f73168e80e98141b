import { describe, expect, it } from "vitest";
import { fitted, linesOf, widthOf } from "./text";

const font = { size: 10 };

describe("text in a drawing", () => {
  it("takes a full size for a Chinese character, and less for a Latin one", () => {
    expect(widthOf("决策地图", font)).toBe(40);
    expect(widthOf("abcd", font)).toBeLessThan(40);
    expect(widthOf("𠮷野家", font)).toBe(30);
  });
  it("is cut where it does not fit, and only there", () => {
    expect(fitted("决策地图", 40, font)).toBe("决策地图");
    expect(fitted("决策地图总监", 40, font)).toBe("决策地…");
    expect(fitted("𠮷野家𠮷野家", 30, font)).toBe("𠮷野…");
  });
  it("is broken between words and Chinese characters", () => {
    expect(linesOf("Chief Technology Officer", 110, font, 2)).toEqual(["Chief Technology", "Officer"]);
    expect(linesOf("首席信息技术官", 40, font, 2)).toEqual(["首席信息", "技术官"]);
    expect(linesOf("合规 Compliance approver", 75, font, 3)).toEqual(["合规", "Compliance", "approver"]);
  });
  it("is broken within what is longer than a line, and ends with an ellipsis", () => {
    const lines = linesOf("x".repeat(10_000), 61.1, font, 2);
    expect(lines).toEqual(["x".repeat(10), `${"x".repeat(8)}…`]);
  });
  it("loses nothing where there are lines enough", () => {
    for (const text of ["Ada Quill-Marlborough of Somewhere", "合规审批人（姓名未知） Compliance approver (name unknown)", "🙂 好 ok"])
      expect(linesOf(text, 60, font, 99).join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
  });
  it("is nothing where there is none", () => {
    expect(linesOf("  ", 60, font, 2)).toEqual([]);
  });
});

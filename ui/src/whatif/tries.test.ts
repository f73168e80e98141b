import { describe, expect, it } from "vitest";
import { canBeKept, supposed, type Try, triesFrom, tryToText, withTry } from "./tries";

const id = `stakeholder_${"a".repeat(32)}`;
const other = `stakeholder_${"b".repeat(32)}`;
const tie: Try = { kind: "moves", id, whom: other, strength: 4, negative: true };
const ended: Try = { kind: "moves", id: other, whom: id, strength: null, negative: false };
const ALL: Try[] = [
  { kind: "support", id, support: "NON_SUPPORTER" },
  { kind: "influence", id, influence: "INNER_CIRCLE" },
  { kind: "roles", id, roles: ["APPROVER", "USER"] },
  { kind: "roles", id: other, roles: [] },
  { kind: "manager", id, manager: other },
  tie,
  ended,
  { kind: "leave", id },
  { kind: "meet", id, seller: `seller_${"c".repeat(32)}` },
  { kind: "meet", id: other, seller: null },
  { kind: "name", id, as: null },
  { kind: "name", id: other, as: "J. ~ 王, 100 %" },
];

describe("what is tried", () => {
  it("is read from an address as it was written to it", () => {
    expect(triesFrom(tryToText(ALL))).toEqual(ALL);
    expect(tryToText([])).toBeNull();
    expect(triesFrom(null)).toEqual([]);
  });
  it.each(["x", "support", `support.${"z".repeat(32)}.SPONSOR`, `support.${"a".repeat(32)}.LOUD`, `moves.${"a".repeat(32)}.${"b".repeat(32)}.9`, `constructor.${"a".repeat(32)}`, "~~"])(
    "is left out where an address is broken: %s",
    (text) => {
      expect(triesFrom(text)).toEqual([]);
    },
  );
  it("replaces what was tried of the same thing", () => {
    const again: Try = { kind: "support", id, support: "SPONSOR" };
    expect(withTry(ALL, again)).toEqual([...ALL.slice(1), again]);
    expect(withTry([tie], ended)).toEqual([tie, ended]);
    expect(withTry([tie], { ...tie, strength: 2 })).toHaveLength(1);
  });
  it("is asked of the server one by one", () => {
    for (const one of ALL) expect(Object.keys(supposed(one))).toHaveLength(1);
    expect(supposed(tie)).toEqual({ tie: { kind: "INFLUENCES", sourceId: id, targetId: other, strength: 4, polarity: "NEGATIVE" } });
    expect(supposed(ended)).toEqual({ tie: { kind: "INFLUENCES", sourceId: other, targetId: id, strength: null, polarity: null } });
  });
  it("can be kept, but for somebody whose name is not known", () => {
    expect(ALL.filter((one) => !canBeKept(one))).toEqual([{ kind: "name", id, as: null }]);
    expect(triesFrom(`name.${"a".repeat(32)}.%E0%A4%A`)).toEqual([{ kind: "name", id, as: null }]);
  });
});

import { describe, expect, it } from "vitest";
import { type Told, turnsOf } from "./turns";

const told = (at: string, who: string | null, field: string): Told => ({
  at,
  kind: "ASSESSED",
  field,
  sentence: { en: `${who ?? "a tie"}: ${field}`, zh: "" },
  stakeholder: who === null ? null : { id: who },
});

describe("what changed", () => {
  it("is told by person and time, the latest first, and of that the most important first", () => {
    const found = turnsOf([told("1", "a", "orientation"), told("1", "a", "support"), told("1", "b", "roles"), told("2", "a", "influence")]);
    expect(found.map(({ lead, rest }) => [lead.sentence.en, rest.length])).toEqual([
      ["a: influence", 0],
      ["b: roles", 0],
      ["a: support", 1],
    ]);
  });

  it("is told by itself where it is nobody's", () => {
    expect(turnsOf([told("1", null, "INFLUENCES"), told("1", "a", "KNOWS")])).toHaveLength(2);
    expect(turnsOf([])).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { sinceIn, weightiest } from "./since";

const now = Date.parse("2026-07-01T12:00:00Z");
const read = (text: string) => sinceIn(new URLSearchParams(text), now);

describe("a review", () => {
  it("is of what changed since the day that its address names, where that is one and has been", () => {
    expect(read("since=2026-04-01")).toBe("2026-04-01");
    expect(["", "since=", "since=yesterday", "since=2026-99-99", "since=2026-04-01T00:00", "since=2027-01-01"].map(read)).toEqual([null, null, null, null, null, null]);
  });
  it("tells first what bears on a decision, the latest first", () => {
    const change = (at: string, field: string | null) => ({ at, field });
    const told = weightiest([change("1", "support"), change("4", "orientation"), change("2", null), change("3", "coverage"), change("3", "roles")]);
    expect(told.map((one) => `${one.at} ${one.field ?? "-"}`)).toEqual(["3 roles", "2 -", "1 support", "4 orientation", "3 coverage"]);
  });
});

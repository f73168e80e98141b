import { describe, expect, it } from "vitest";
import { dayIn, startOf } from "./since";

const now = Date.parse("2026-11-30T12:00:00Z");

describe("the day from which changes are told", () => {
  it("is the one that the address names, where that is one and has been", () => {
    const read = (text: string) => dayIn(new URLSearchParams(text), "since", now);
    expect(read("since=2026-04-01")).toBe("2026-04-01");
    expect(["", "since=", "since=yesterday", "since=2026-99-99", "since=2026-04-01T00:00", "since=2027-01-01"].map(read)).toEqual([null, null, null, null, null, null]);
    // Today has begun.
    expect(dayIn(new URLSearchParams("from=2026-11-30&since=2026-04-01"), "from", now)).toBe("2026-11-30");
  });
  it("is told apart: the last visit, the quarter's start, 90 days ago, or any other", () => {
    expect(startOf("2026-10-01", now)).toBe("quarter");
    expect(startOf("2026-09-01", now)).toBe("days");
    expect(startOf("2026-11-24", now, "2026-11-24T16:00:00.000Z")).toBe("visit");
    expect(["2026-01-01", "2026-11-24", "2026-10-02"].map((day) => startOf(day, now))).toEqual([null, null, null]);
  });
});

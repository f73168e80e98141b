import { describe, expect, it } from "vitest";
import { daysOf, nearest, quarters, stepFrom } from "./timeline";

const days = ["2025-10-20", "2025-11-09", "2026-09-25"];

describe("the line of time", () => {
  it("has each day once, in order", () => {
    expect(daysOf(["2026-01-02T12:00:00Z", "2025-12-01T12:00:00Z", "2026-01-02T12:30:00Z"])).toEqual(["2025-12-01", "2026-01-02"]);
  });
  it("steps from change to change, and from the last one to now", () => {
    expect(stepFrom(days, null, -1)).toBe("2026-09-25");
    expect(stepFrom(days, "2026-09-25", -1)).toBe("2025-11-09");
    expect(stepFrom(days, "2026-01-01", -1)).toBe("2025-11-09");
    expect(stepFrom(days, "2025-10-20", -1)).toBe("2025-10-20");
    expect(stepFrom(days, "2025-10-20", 1)).toBe("2025-11-09");
    expect(stepFrom(days, "2026-09-25", 1)).toBeNull();
    expect(stepFrom(days, null, 1)).toBeNull();
    expect(stepFrom([], null, -1)).toBeNull();
  });
  it("goes to the nearest change at a click", () => {
    const now = Date.parse("2026-11-25");
    expect(nearest(days, Date.parse("2025-11-01"), now)).toBe("2025-11-09");
    expect(nearest(days, Date.parse("2026-11-20"), now)).toBeNull();
  });
  it("names quarters, at most eight", () => {
    expect(quarters(Date.parse("2025-10-20"), Date.parse("2026-11-25")).map((one) => one.label)).toEqual(["2026 Q1", "2026 Q2", "2026 Q3", "2026 Q4"]);
    expect(quarters(Date.parse("2016-01-01"), Date.parse("2026-11-25")).length).toBeLessThanOrEqual(8);
  });
});

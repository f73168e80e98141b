import { afterEach, describe, expect, it } from "vitest";
import { endOfDay } from "../map/useMapUrl";
import { fromOf } from "./from";

const zone = process.env["TZ"];
afterEach(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

describe("the day from which tails are drawn", () => {
  it.each(["UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"])("is over, whatever the address names: %s", (name) => {
    process.env["TZ"] = name;
    // The first and the last hours of a quarter, of a day, and of the days on which clocks change.
    for (const start of ["2026-10-01", "2026-11-30", "2026-03-08", "2026-11-01"])
      for (let hour = 0; hour <= 26; hour += 1) {
        const now = Date.parse(start) + hour * 3_600_000;
        for (const days of [-2, -1, 0, 1, 400]) {
          const given = new Date(now + days * 86_400_000).toISOString().slice(0, 10);
          expect(Date.parse(endOfDay(fromOf(given, now))), `${given} at ${new Date(now).toISOString()}`).toBeLessThan(now);
        }
      }
  });

  it("is the one that the address names, else that on which the quarter began", () => {
    const now = Date.parse("2026-11-30T12:00:00Z");
    expect(fromOf("2026-06-30", now)).toBe("2026-06-30");
    for (const nothing of [null, "", "2026-13-01", "2099-01-01", "June"]) expect(fromOf(nothing, now)).toBe("2026-10-01");
  });
});

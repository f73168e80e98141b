import { describe, expect, it } from "vitest";
import { filterOf, isFiltered, movedSince, sortedBy, wantedFrom } from "./filters";

const read = (text: string) => wantedFrom(new URLSearchParams(text));

describe("the address of the accounts", () => {
  it("asks for everything when it says nothing", () => {
    expect(filterOf(read(""))).toEqual({ archived: false });
    expect(isFiltered(read(""))).toBe(false);
    expect(read("")).toMatchObject({ order: "NAME", descending: false, moved: null });
  });

  it("asks for what it says", () => {
    const wanted = read("q= 保险 &status=RED,AMBER&tier=A&kind=COMPANY&ladder=KEY_ACCOUNT&stage=TRUST&order=NAME_DESC");
    expect(filterOf(wanted)).toEqual({
      archived: false,
      name: { contains: "保险" },
      mapStatus: ["RED", "AMBER"],
      tier: ["A"],
      kind: ["COMPANY"],
      stage: { ladder: "KEY_ACCOUNT", in: ["TRUST"] },
    });
    expect(wanted).toMatchObject({ order: "NAME", descending: true });
    expect(isFiltered(wanted)).toBe(true);
  });

  it("leaves out what is no value", () => {
    const wanted = read("status=BLUE&tier=A,Z&order=RANDOM&stage=<script>&q=" + "x".repeat(10_000));
    expect(wanted).toMatchObject({ statuses: [], tiers: ["A"], order: "NAME", descending: false, stages: [] });
    expect(wanted.text).toHaveLength(200);
  });

  it("sorts by a column, and at a second click the other way round", () => {
    expect(sortedBy("SCORE", read(""))).toBe("SCORE_DESC");
    expect(sortedBy("SCORE", read("order=SCORE_DESC"))).toBe("SCORE");
    expect(sortedBy("STATUS", read("order=SCORE"))).toBe("STATUS");
    expect(sortedBy("NAME", read(""))).toBe("NAME_DESC");
    expect(sortedBy("NAME", read("order=NAME_DESC"))).toBeNull();
  });

  it("asks for what moved lately", () => {
    const now = Date.UTC(2026, 2, 10, 9);
    expect(movedSince(read("moved=7"), now)).toBe("2026-03-03T00:00:00.000Z");
    expect(isFiltered(read("moved=7"))).toBe(true);
    expect(movedSince(read("moved=8"), now)).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { filterOf, isFiltered, wantedFrom } from "./filters";

const read = (text: string) => wantedFrom(new URLSearchParams(text));

describe("the address of the accounts", () => {
  it("asks for everything when it says nothing", () => {
    expect(filterOf(read(""))).toEqual({ archived: false });
    expect(isFiltered(read(""))).toBe(false);
    expect(read("").order).toBe("NAME_ASC");
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
    expect(wanted.order).toBe("NAME_DESC");
    expect(isFiltered(wanted)).toBe(true);
  });

  it("leaves out what is no value", () => {
    const wanted = read("status=BLUE&tier=A,Z&order=RANDOM&stage=<script>&q=" + "x".repeat(10_000));
    expect(wanted).toMatchObject({ statuses: [], tiers: ["A"], order: "NAME_ASC", stages: [] });
    expect(wanted.text).toHaveLength(200);
  });
});

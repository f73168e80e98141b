import { describe, expect, it } from "vitest";
import { layersInUrl, readMapUrl } from "./useMapUrl";

const NOW = Date.parse("2026-11-30T12:00:00");
const read = (text: string) => readMapUrl(new URLSearchParams(text), NOW);

describe("the address of a map", () => {
  it("opens what its sender saw", () => {
    expect(read("o=opportunity_1&at=2026-06-30&sel=stakeholder_2&layers=influence")).toEqual({
      opportunity: "opportunity_1",
      at: "2026-06-30",
      selected: "stakeholder_2",
      layers: ["influence"],
    });
  });
  it("is as if it said nothing where it is broken", () => {
    expect(read("at=yesterday&layers=reporting,nonsense")).toEqual({ opportunity: null, at: null, selected: null, layers: ["reporting"] });
    expect(read("at=2026-99-99").at).toBeNull();
    expect(read("layers=xyz").layers).toEqual(read("").layers);
  });
  it("shows now for today, and for what is to come", () => {
    expect(["2026-11-29", "2026-11-30", "2100-01-01"].map((day) => read(`at=${day}`).at)).toEqual(["2026-11-29", null, null]);
  });
  it("says nothing of what is shown anyhow", () => {
    expect(layersInUrl(read("").layers)).toBeNull();
    expect(layersInUrl([])).toBe("none");
    expect(read("layers=none").layers).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import type { Tie } from "../model";
import { edgesOf, neighboursOf } from "./edges";

const tie = (kind: Tie["kind"], source: string, target: string, polarity: Tie["polarity"] = null): Tie => ({
  id: `${kind} ${source} ${target}`,
  kind,
  source: { id: source },
  target: { id: target },
  strength: null,
  polarity,
  circle: null,
});
const map = {
  ties: [tie("REPORTS_TO", "b", "a"), tie("INFLUENCES", "b", "c", "POSITIVE"), tie("INFLUENCES", "c", "a", "NEGATIVE"), tie("KNOWS", "a", "d")],
};

describe("lines", () => {
  it("are drawn by layer", () => {
    const drawn = (layers: Parameters<typeof edgesOf>[1]) => edgesOf(map, layers, null).map((edge) => edge.id);
    expect(drawn(["reporting"])).toEqual(["REPORTS_TO b a"]);
    expect(drawn(["influence"])).toEqual(["INFLUENCES b c"]);
    expect(drawn(["conflict", "knows"])).toEqual(["INFLUENCES c a", "KNOWS a d"]);
    expect(drawn([])).toEqual([]);
  });
  it("of others step back", () => {
    const dimmed = edgesOf(map, ["reporting", "influence", "conflict", "knows"], "b").map((edge) => edge.data?.dimmed);
    expect(dimmed).toEqual([false, false, true, true]);
    expect(neighboursOf(map, "b", ["reporting", "influence"])).toEqual(new Set(["b", "a", "c"]));
    expect(neighboursOf(map, "b", ["conflict"])).toEqual(new Set(["b"]));
  });
});

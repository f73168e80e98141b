import { describe, expect, it } from "vitest";
import type { Tie } from "../model";
import type { Layer } from "../useMapUrl";
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
const unseen = { arrows: new Map(), hovered: null, say: (one: Tie) => `${one.source.id} to ${one.target.id}` };

describe("lines", () => {
  it("are drawn by layer", () => {
    const drawn = (layers: Layer[]) => edgesOf(map, { ...unseen, layers }).map((edge) => edge.id);
    expect(drawn(["reporting"])).toEqual(["REPORTS_TO b a"]);
    expect(drawn(["influence"])).toEqual(["INFLUENCES b c"]);
    expect(drawn(["conflict", "knows"])).toEqual(["INFLUENCES c a", "KNOWS a d"]);
    expect(drawn([])).toEqual([]);
  });
  it("have what they say as their name", () => {
    expect(edgesOf(map, { ...unseen, layers: ["influence"] }).map((edge) => [edge.ariaRole, edge.ariaLabel])).toEqual([["img", "b to c"]]);
  });
  it("of others step back", () => {
    const dimmed = edgesOf(map, { ...unseen, layers: ["reporting", "influence", "conflict", "knows"], hovered: "b" }).map((edge) => edge.data?.dimmed);
    expect(dimmed).toEqual([false, false, true, true]);
    expect(neighboursOf(map, "b", ["reporting", "influence"])).toEqual(new Set(["b", "a", "c"]));
    expect(neighboursOf(map, "b", ["conflict"])).toEqual(new Set(["b"]));
  });
});

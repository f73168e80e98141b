import { expect, it } from "vitest";
import { stepsOf } from "./steps";

it("tells only where support became another, the earliest first", () => {
  const said = (observedAt: string, support: "SPONSOR" | "NEUTRAL" | null) => ({ observedAt, support });
  const all = [said("3", "NEUTRAL"), said("1", "NEUTRAL"), said("2", null), said("4", "SPONSOR")];
  expect(stepsOf(all).map((one) => one.observedAt)).toEqual(["1", "4"]);
});

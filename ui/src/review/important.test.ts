import { expect, it } from "vitest";
import { importantFirst } from "./important";

const change = (at: string, who: string, field: string, weight: number, after = "NEUTRAL") => ({
  at,
  kind: "ASSESSED" as const,
  field,
  after,
  sentence: { en: `${who}: ${field}`, zh: "" },
  stakeholder: { id: who, weight },
});

it("tells first who is in a decision and how they stand, of that what is about those who weigh most, of those who turned against us, then the latest", () => {
  const told = importantFirst([
    change("1", "foe", "support", 2, "OPPONENT"),
    change("1", "chair", "support", 12),
    change("2", "user", "support", 2),
    change("2", "user", "influence", 2),
    change("3", "chair", "influence", 12),
    change("4", "chair", "roles", 12),
    change("5", "user", "orientation", 2),
    change("5", "chair", "coverage", 12),
  ]);
  expect(told.map(({ lead, rest }) => `${lead.sentence.en} +${rest.length}`)).toEqual([
    "chair: roles +0",
    "chair: support +0",
    "foe: support +0",
    "user: support +1",
    "chair: influence +0",
    "chair: coverage +0",
    "user: orientation +0",
  ]);
});

import { describe, expect, it } from "vitest";
import { directionOf, momentOf, stepsOf, withThem } from "./told";

const said = (observedAt: string, support: "SPONSOR" | "NEUTRAL" | null) => ({ id: observedAt, observedAt, support });
const contact = (id: string, ...people: string[]) => ({
  node: { id, kind: "CALL" as const, at: "2026-01-01T00:00:00Z", direction: "MUTUAL" as const, note: null, sellers: [], people: people.map((one) => ({ id: one })) },
});

describe("a person's page", () => {
  it("tells only where support became another", () => {
    const all = [said("3", "NEUTRAL"), said("1", "NEUTRAL"), said("2", null), said("4", "SPONSOR")];
    expect(stepsOf(all).map((one) => one.id)).toEqual(["1", "4"]);
  });
  it("tells contacts in which they took part", () => {
    const account = { id: "a", name: "A", interactions: { edges: [contact("x", "p", "q"), contact("y", "q")] } };
    expect(withThem({ id: "p", account }).map((one) => one.id)).toEqual(["x"]);
    expect(withThem({ id: "p", account: null })).toEqual([]);
  });
  it("keeps a contact of today as of now, and another at its noon", () => {
    const now = new Date("2026-03-04T09:30:00");
    expect(momentOf("2026-03-04", now)).toBe(now.toISOString());
    expect(momentOf("2026-03-03", now)).toBe(new Date("2026-03-03T12:00:00").toISOString());
    expect([directionOf("MEETING"), directionOf("EMAIL")]).toEqual(["MUTUAL", "OUTBOUND"]);
  });
});

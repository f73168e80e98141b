import { describe, expect, it } from "vitest";
import { accountsOf, directionOf, momentOf, type Standing } from "./told";

const standing = (account: string, until: string | null = null) => ({ until, map: { id: "m", account: { id: account, name: account } } }) as Standing;

describe("a person's page", () => {
  it("logs contacts at the employer, and where they are in a map", () => {
    const account = { id: "a", name: "a" };
    expect(accountsOf({ account, standings: [standing("b"), standing("a"), standing("c", "2026-01-01")] }).map((one) => one.id)).toEqual(["a", "b"]);
    expect(accountsOf({ account: null, standings: [] })).toEqual([]);
  });
  it("keeps a contact of today as of now, and another at its noon", () => {
    const now = new Date("2026-03-04T09:30:00");
    expect(momentOf("2026-03-04", now)).toBe(now.toISOString());
    expect(momentOf("2026-03-03", now)).toBe(new Date("2026-03-03T12:00:00").toISOString());
    expect([directionOf("MEETING"), directionOf("EMAIL")]).toEqual(["MUTUAL", "OUTBOUND"]);
  });
});

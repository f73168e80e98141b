import { describe, expect, it } from "vitest";
import { addressOf, bySeverity, type Insight, isFiltered, wantedFrom } from "./filters";

const ACCOUNT = `account_${"0".repeat(32)}`;
const SELLER = `seller_${"0".repeat(32)}`;
const insight = (parts: Partial<Insight>): Insight => ({
  id: "i",
  severity: "INFO",
  message: { en: "", zh: "" },
  advice: { en: "", zh: "" },
  why: { en: "", zh: "" },
  since: null,
  valueAtStake: [],
  evidence: [],
  plays: [],
  assignee: null,
  account: { id: "a", name: "A" },
  map: null,
  ...parts,
});
const text = { en: "", zh: "" };

describe("the address of a day", () => {
  it("says what is wanted", () => {
    const wanted = wantedFrom(new URLSearchParams(`severity=WARNING&mine=1&account=${ACCOUNT}&rule=no-sponsor&assignee=${SELLER}`));
    expect(wanted).toEqual({ severity: "WARNING", mine: true, account: ACCOUNT, rule: "no-sponsor", assignee: SELLER });
    expect(isFiltered(wanted)).toBe(true);
  });
  it("may be broken", () => {
    const wanted = wantedFrom(new URLSearchParams("severity=LOUD&mine=yes&account=x%00&rule=<b>&assignee=me"));
    expect(wanted).toEqual({ severity: null, mine: false, account: null, rule: null, assignee: null });
    expect(isFiltered(wanted)).toBe(false);
    expect(isFiltered({ ...wanted, rule: "no-sponsor" })).toBe(true);
  });
});

describe("insights", () => {
  it("stand by severity, in the order in which they came", () => {
    const [a, b, c] = [insight({ id: "a" }), insight({ id: "b", severity: "CRITICAL" }), insight({ id: "c" })];
    expect(bySeverity([a, b, c])).toEqual([
      { severity: "CRITICAL", found: [b] },
      { severity: "INFO", found: [a, c] },
    ]);
  });
  it("lead to the map, with whom they are about selected", () => {
    expect(addressOf(insight({}))).toBe("/a/a/map");
    const node = { __typename: "Assessment" as const, id: "assessment", stakeholder: { id: "s" } };
    expect(addressOf(insight({ map: { id: "m", opportunity: { id: "o", name: "O" } }, evidence: [{ text, node }] }))).toBe("/a/a/map?o=o&sel=s");
    const play = { text, seller: null, through: null };
    const target = (__typename: "Person" | "Account", id: string) => ({ ...play, target: { __typename, id, name: "" } });
    expect(addressOf(insight({ plays: [target("Account", "b"), target("Person", "p")] }))).toBe("/a/a/map?sel=p");
  });
});

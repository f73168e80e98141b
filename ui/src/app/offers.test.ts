import { describe, expect, it } from "vitest";
import { offersOf } from "./offers";

const deal = (id: string, status: "OPEN" | "WON") => ({ node: { id, name: `Deal ${id}`, status } });

describe("a search", () => {
  it("offers a person's page first, then their place on the map", () => {
    const account = { id: "a", name: "Acme" };
    const ann = { __typename: "Person" as const, id: "p", name: "Ann", title: "CFO", account };
    expect(offersOf([ann]).map((one) => [one.kind, one.address, one.hint])).toEqual([
      ["person", "/p/p", "CFO"],
      ["onMap", "/a/a/map?sel=p", "Acme"],
    ]);
    expect(offersOf([{ ...ann, title: null, account: null }]).map((one) => one.kind)).toEqual(["person"]);
  });

  it("offers an account's map and those of its open deals", () => {
    const opportunities = { edges: [deal("1", "OPEN"), deal("2", "WON")] };
    const acme = { __typename: "Account" as const, id: "a", name: "Acme", opportunities };
    expect(offersOf([acme]).map((one) => [one.kind, one.address])).toEqual([
      ["account", "/a/a/map"],
      ["deal", "/a/a/map?o=1"],
    ]);
  });

  it("offers nothing of one of us", () => {
    expect(offersOf([{ __typename: "Seller", id: "s", name: "Sam" }])).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import type { SearchQuery } from "../gql/graphql";
import { offersOf } from "./offers";

const deal = (id: string, status: "OPEN" | "WON") => ({ node: { id, name: `Deal ${id}`, status } });

const found = (search: SearchQuery["search"], searchOpportunities: SearchQuery["searchOpportunities"] = []) => ({ search, searchOpportunities });

describe("a search", () => {
  it("offers a person's page first, then their place on the map", () => {
    const account = { id: "a", name: "Acme" };
    const ann = { __typename: "Person" as const, id: "p", name: "Ann", title: "CFO", account };
    expect(offersOf(found([ann])).map((one) => [one.kind, one.address, one.hint])).toEqual([
      ["person", "/p/p", "CFO"],
      ["onMap", "/a/a/map?sel=p", "Acme"],
    ]);
    expect(offersOf(found([{ ...ann, title: null, account: null }])).map((one) => one.kind)).toEqual(["person"]);
  });

  it("offers an account's map and those of its open deals", () => {
    const opportunities = { edges: [deal("1", "OPEN"), deal("2", "WON")] };
    const acme = { __typename: "Account" as const, id: "a", name: "Acme", opportunities };
    expect(offersOf(found([acme])).map((one) => [one.kind, one.address])).toEqual([
      ["account", "/a/a/map"],
      ["deal", "/a/a/map?o=1"],
    ]);
  });

  it("offers the maps of deals by their own names, each once, after all else", () => {
    const account = { id: "a", name: "Acme" };
    const acme = { __typename: "Account" as const, ...account, opportunities: { edges: [deal("1", "OPEN")] } };
    const deals = ["1", "2"].map((id) => ({ ...deal(id, id === "1" ? "OPEN" : "WON").node, account }));
    expect(offersOf(found([acme], deals)).map((one) => [one.kind, one.address, one.hint, one.outcome])).toEqual([
      ["account", "/a/a/map", "", undefined],
      ["deal", "/a/a/map?o=1", "", undefined],
      ["deal", "/a/a/map?o=2", "Acme", "WON"],
    ]);
  });

  it("offers nothing of one of us", () => {
    expect(offersOf(found([{ __typename: "Seller", id: "s", name: "Sam" }]))).toEqual([]);
  });
});

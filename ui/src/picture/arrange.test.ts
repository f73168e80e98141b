import { describe, expect, it } from "vitest";
import type { Influence, Support } from "../gql/graphql";
import { arrange, assessable, cellOf, CELL, COLUMNS, originOf, ROWS, standingAt, stepBy, WIDTH, ZONES } from "./arrange";

const one = (id: string, support: Support | null, influence: Influence | null) => ({ id, support, influence });
const NOWHERE = { x: 0, y: 0 };

describe("influence × support", () => {
  const people = [one("a", "SPONSOR", "INNER_CIRCLE"), one("b", "SPONSOR", "INNER_CIRCLE"), one("c", "OPPONENT", "OUTSIDE"), one("d", null, null)];
  const { at, tops } = arrange(people);
  const pointOf = (id: string) => at.get(id) ?? NOWHERE;
  it("has those who are for us on the right, and the influential above", () => {
    expect(pointOf("a").x).toBeGreaterThan(pointOf("c").x);
    expect(pointOf("a").y).toBeLessThan(pointOf("c").y);
    expect(pointOf("d").x).toBeLessThan(pointOf("c").x);
    expect(pointOf("d").y).toBeGreaterThan(pointOf("c").y);
  });
  it("has nobody on top of another, and everybody in their row", () => {
    expect(pointOf("b").x).toBe(pointOf("a").x);
    expect(pointOf("b").y - pointOf("a").y).toBe(CELL.line);
    expect(pointOf("b").y).toBeLessThan(tops[1] ?? 0);
  });
  it("knows of each point whose cell it is in", () => {
    for (const person of people) expect(standingAt(pointOf(person.id), tops)).toEqual({ support: person.support, influence: person.influence });
    for (const outside of [NOWHERE, { x: WIDTH, y: 50 }, { x: CELL.left, y: tops.at(-1) ?? 0 }, { x: CELL.left - 1, y: 50 }]) expect(standingAt(outside, tops)).toBeNull();
  });
  it("has each cell in exactly one zone", () => {
    for (const column of COLUMNS.keys())
      for (const row of ROWS.keys())
        expect(ZONES.filter((zone) => zone.columns[0] <= column && column <= zone.columns[1] && zone.rows[0] <= row && row <= zone.rows[1])).toHaveLength(1);
  });
  it("begins a tail in the cell where somebody stood, on the side towards where they stand", () => {
    const then = one("", "NEUTRAL", "OUTSIDE");
    const [left, right] = [one("", "OPPONENT", "OUTSIDE"), one("", "SPONSOR", "INNER_CIRCLE")].map((now) => originOf(then, now, tops));
    const box = cellOf(then, tops);
    for (const point of [left, right]) expect(standingAt(point ?? NOWHERE, tops)).toEqual({ support: "NEUTRAL", influence: "OUTSIDE" });
    expect(left?.x).toBeLessThan(box.x + box.width / 2);
    expect(right?.x).toBeGreaterThan(box.x + box.width / 2);
  });
});

describe("assessing by moving", () => {
  const supporter = { support: "SUPPORTER", influence: "OUTSIDE" } as const;
  it("goes one cell by an arrow key, and not over the edge", () => {
    expect(stepBy(supporter, "ArrowRight")).toEqual({ support: "SPONSOR", influence: "OUTSIDE" });
    expect(stepBy(supporter, "ArrowUp")).toEqual({ support: "SUPPORTER", influence: "POLITICAL_STRUCTURE" });
    expect(stepBy({ support: "SPONSOR", influence: "INNER_CIRCLE" }, "ArrowRight")).toBeNull();
    expect(stepBy({ support: "SPONSOR", influence: "INNER_CIRCLE" }, "ArrowUp")).toBeNull();
    expect(stepBy(supporter, "Enter")).toBeNull();
  });
  it("makes nothing unknown that is known", () => {
    expect(stepBy({ support: "OPPONENT", influence: "OUTSIDE" }, "ArrowLeft")).toBeNull();
    expect(stepBy(supporter, "ArrowDown")).toBeNull();
    expect(stepBy({ support: null, influence: null }, "ArrowRight")).toEqual({ support: "OPPONENT", influence: null });
    expect(assessable({ support: null, influence: null }, { support: null, influence: "OUTSIDE" })).toEqual({ support: null, influence: "OUTSIDE" });
  });
  it("is nothing where somebody is put back, or beside the picture", () => {
    expect(assessable(supporter, { ...supporter })).toBeNull();
    expect(assessable(supporter, null)).toBeNull();
  });
});

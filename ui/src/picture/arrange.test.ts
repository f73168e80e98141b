import { describe, expect, it } from "vitest";
import { arrange, CELL } from "./arrange";

const one = (id: string, support: "SPONSOR" | "OPPONENT" | null, influence: "INNER_CIRCLE" | "OUTSIDE" | null) => ({ id, support, influence });

describe("influence × support", () => {
  const people = [one("a", "SPONSOR", "INNER_CIRCLE"), one("b", "SPONSOR", "INNER_CIRCLE"), one("c", "OPPONENT", "OUTSIDE"), one("d", null, null)];
  const { at, tops } = arrange(people);
  const [a, b, c, d] = people.map(({ id }) => at.get(id) ?? { x: 0, y: 0 }) as [{ x: number; y: number }, { x: number; y: number }, { x: number; y: number }, { x: number; y: number }];
  it("has those who are for us on the right, and the influential above", () => {
    expect(a.x).toBeGreaterThan(c.x);
    expect(a.y).toBeLessThan(c.y);
    expect(d.x).toBeLessThan(c.x);
    expect(d.y).toBeGreaterThan(c.y);
  });
  it("has nobody on top of another, and everybody in their row", () => {
    expect(b.x).toBe(a.x);
    expect(b.y - a.y).toBe(CELL.line);
    expect(b.y).toBeLessThan(tops[1] ?? 0);
  });
});

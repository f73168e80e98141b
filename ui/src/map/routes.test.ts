import { describe, expect, it } from "vitest";
import { arrowsOf } from "./arrows";
import { CARD, layOut, type Point } from "./layout";
import { boxOf, isFree } from "./routes";

const tie = (source: string, target: string) => ({ id: `${source} ${target}`, kind: "INFLUENCES", polarity: "POSITIVE", source: { id: source }, target: { id: target } }) as const;

/** Whom arrows pass over, as “arrow: card”. */
const passedOver = (ties: readonly ReturnType<typeof tie>[], at: ReadonlyMap<string, Point>) =>
  [...arrowsOf(ties, at)].flatMap(([id, { line }]) =>
    [...at].filter(([card, point]) => !isFree(line, [boxOf(point, id.split(" ").includes(card) ? -1 : 2)])).map(([card]) => `${id}: ${card}`),
  );

/** A firm of any shape with influences among its people, the same in every run; some were dragged. */
function firm(size: number, seed: number) {
  let state = seed * 7919;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const id = (index: number) => `p${String(index).padStart(3, "0")}`;
  const people = Array.from({ length: size }, (_one, index) => ({
    id: id(index),
    manager: index === 0 || random(8) === 0 ? null : id(random(index)),
    position: random(9) === 0 ? { x: random(1200), y: 2000 + index * 110 } : null,
  }));
  const ends = Array.from({ length: size }, () => [random(size), random(size)] as const).filter(([a, b]) => a !== b);
  return { at: layOut(people), ties: [...new Map(ends.map(([a, b]) => [`${a} ${b}`, tie(id(a), id(b))])).values()] };
}

describe("the ways of arrows", () => {
  it("pass beside a neighbour to somebody two ranks above", () => {
    // As people were dragged in the worked example: with little room between them.
    const [row, rank] = [CARD.width + 24, CARD.height + 62];
    const at = new Map([
      ["庄远山", { x: row, y: 0 }],
      ["沈若棠", { x: row, y: rank }],
      ["顾长汀", { x: 0, y: 2 * rank }],
      ["罗敬川", { x: row, y: 2 * rank }],
      ["苏映禾", { x: 2 * row, y: 2 * rank }],
    ]);
    expect(passedOver([tie("罗敬川", "庄远山"), tie("苏映禾", "沈若棠"), tie("顾长汀", "沈若棠")], at)).toEqual([]);
  });

  it("lead past all cards but their ends, whatever the map", () => {
    for (let seed = 1; seed <= 24; seed += 1) {
      const { at, ties } = firm(2 + seed, seed);
      expect(passedOver(ties, at)).toEqual([]);
    }
  });

  it("are not looked for where there are too many", () => {
    const { at, ties } = firm(80, 5);
    expect(ties.length).toBeGreaterThan(50);
    for (const { path } of arrowsOf(ties, at).values()) expect(path).toMatch(/^M[^C]*C[^C]*$/);
  });

  it("lead across a card only where there is no way around", () => {
    const walled = new Map([["in", { x: 0, y: 0 }], ["out", { x: 900, y: 900 }]]);
    for (const [x, y] of [[-1, -1], [0, -1], [1, -1], [-1, 0], [1, 0], [-1, 1], [0, 1], [1, 1]] as const) walled.set(`wall ${x} ${y}`, { x: x * CARD.width, y: y * CARD.height });
    expect(arrowsOf([tie("in", "out")], walled).get("in out")?.path).toMatch(/^M.*C/);
  });
});

import { describe, expect, it } from "vitest";
import { CARD, layOut, overlap, type Person, type Point, remembering } from "./layout";

const id = (index: number) => `stakeholder_${String(index).padStart(4, "0")}`;

/** A firm of any shape, the same in every run. */
function firm(size: number, seed: number): Person[] {
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return Array.from({ length: size }, (_, index) => ({
    id: id(index),
    manager: index === 0 || random() < 0.12 ? null : id(Math.floor(random() * index)),
    position: random() < 0.1 ? { x: Math.round(random() * 900), y: 2000 + index * 100 } : null,
  }));
}

const clashes = (at: Map<string, Point>) => {
  const all = [...at];
  return all.flatMap(([a, one], index) => all.slice(index + 1).filter(([, other]) => overlap(one, other)).map(([b]) => `${a} ${b}`));
};
const firms = Array.from({ length: 60 }, (_, seed) => firm(1 + seed, seed + 1));

describe("the tidy tree", () => {
  it("has nobody on top of another", () => {
    for (const people of firms) expect(clashes(layOut(people))).toEqual([]);
  });

  it("places everybody once, the same way each time and in whatever order they come", () => {
    for (const people of firms) {
      const at = layOut(people);
      expect([...at.keys()].sort()).toEqual(people.map((person) => person.id));
      if (people.every((person) => !person.position)) expect(layOut([...people].reverse())).toEqual(at);
    }
  });

  it("leaves whom somebody dragged where they are", () => {
    for (const people of firms) {
      const at = layOut(people);
      for (const person of people) if (person.position) expect(at.get(person.id)).toEqual(person.position);
    }
  });

  it("has managers above those who report to them", () => {
    for (const people of firms.map((one) => one.map((person) => ({ ...person, position: null })))) {
      const at = layOut(people);
      for (const person of people) {
        const above = person.manager === null ? undefined : at.get(person.manager);
        if (above) expect(at.get(person.id)?.y ?? 0).toBeGreaterThanOrEqual(above.y + CARD.height);
      }
    }
  });

  it("keeps its shape when one more person hangs in a list", () => {
    const people: Person[] = [
      { id: id(0), manager: null, position: null },
      ...[1, 2, 3].map((index) => ({ id: id(index), manager: id(0), position: null })),
      { id: id(4), manager: id(1), position: null },
      { id: id(5), manager: id(3), position: null },
    ];
    const before = layOut(people);
    const after = layOut([...people, { id: id(6), manager: id(1), position: null }]);
    for (const [who, point] of before) expect(after.get(who)).toEqual(point);
  });

  it("keeps the order of siblings when one more person joins a row", () => {
    for (const people of firms.map((one) => one.map((person) => ({ ...person, position: null })))) {
      const before = layOut(people);
      const after = layOut([...people, { id: id(9_000), manager: people[0]?.id ?? null, position: null }]);
      const row = people.filter((person) => person.manager === people[0]?.id).map((person) => person.id);
      const order = (at: Map<string, Point>) => [...row].sort((a, b) => (at.get(a)?.x ?? 0) - (at.get(b)?.x ?? 0) || (at.get(a)?.y ?? 0) - (at.get(b)?.y ?? 0));
      expect(order(after)).toEqual(order(before));
    }
  });

  it("lets those below a dragged manager follow", () => {
    const people: Person[] = [
      { id: id(0), manager: null, position: { x: 500, y: 300 } },
      { id: id(1), manager: id(0), position: null },
    ];
    expect(layOut(people).get(id(1))).toEqual({ x: 500, y: 430 });
  });

  it("lets lists grow in a large firm, so that it is about as wide as a screen", () => {
    for (const span of [3, 7, 20]) {
      const people = Array.from({ length: 1_000 }, (_, index) => ({ id: id(index), manager: index === 0 ? null : id(Math.floor((index - 1) / span)), position: null }));
      const points = [...layOut(people).values()];
      const [width, height] = [Math.max(...points.map((point) => point.x)) + CARD.width, Math.max(...points.map((point) => point.y)) + CARD.height];
      expect(width / height).toBeGreaterThan(0.5);
      expect(width / height).toBeLessThan(8);
    }
  });

  it("is remembered until somebody comes, goes or moves", () => {
    const [lay, people] = [remembering(), firm(20, 3)];
    const before = lay(people);
    expect(lay(people.map((person) => ({ ...person })))).toBe(before);
    expect(lay(people.slice(1))).not.toBe(before);
    expect(lay(people)).toEqual(before);
    expect(lay(people.map((person, index) => (index === 4 ? { ...person, position: { x: -900, y: 0 } } : person))).get(id(4))).toEqual({ x: -900, y: 0 });
  });

  it("does not lose those who report in a circle, or to somebody elsewhere", () => {
    const people: Person[] = [
      { id: id(0), manager: id(1), position: null },
      { id: id(1), manager: id(0), position: null },
      { id: id(2), manager: "elsewhere", position: null },
    ];
    expect(layOut(people).size).toBe(3);
    expect(clashes(layOut(people))).toEqual([]);
  });
});

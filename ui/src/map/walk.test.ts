import { describe, expect, it } from "vitest";
import { layOut } from "./layout";
import { walk } from "./walk";

const managerOf = new Map([
  ["b", "a"],
  ["c", "a"],
  ["d", "b"],
  ["e", "b"],
]);
const people = ["a", "b", "c", "d", "e", "z"].map((id) => ({ id, manager: managerOf.get(id) ?? null, position: null }));
const at = layOut(people);

describe("the arrows", () => {
  it("begin at the top, or where nobody leads at the first card", () => {
    expect(walk(at, managerOf, null, "ArrowDown")).toBe("a");
    expect(walk(at, managerOf, "gone", "ArrowUp")).toBe("a");
    expect(walk(at, new Map(), null, "ArrowUp")).toBe("b");
    expect(walk(new Map(), managerOf, null, "ArrowUp")).toBeNull();
  });

  it("walk the hierarchy", () => {
    expect(walk(at, managerOf, "b", "ArrowUp")).toBe("a");
    expect(walk(at, managerOf, "a", "ArrowDown")).toBe("b");
    expect(walk(at, managerOf, "b", "ArrowRight")).toBe("c");
    expect(walk(at, managerOf, "c", "ArrowLeft")).toBe("b");
  });

  it("go to the next card that way where the hierarchy ends", () => {
    expect(walk(at, managerOf, "c", "ArrowRight")).toBe("z");
    expect(walk(at, managerOf, "d", "ArrowDown")).toBe("e");
    expect(walk(at, managerOf, "a", "ArrowUp")).toBeNull();
  });

  it("reach everybody", () => {
    const seen = new Set<string>();
    const open = ["a"];
    for (let here = open.pop(); here !== undefined; here = open.pop()) {
      if (seen.has(here)) continue;
      seen.add(here);
      for (const arrow of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"] as const) open.push(walk(at, managerOf, here, arrow) ?? here);
    }
    expect(seen.size).toBe(people.length);
  });
});

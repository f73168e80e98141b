import { describe, expect, it } from "vitest";
import { lastVisit } from "./visits";

function store(first: string | null = null) {
  let kept = first;
  return { getItem: () => kept, setItem: (_name: string, value: string) => (kept = value) };
}
const at = (text: string) => Date.parse(text);

describe("visits", () => {
  it("are none at first, and a reload is no new one", () => {
    const kept = store();
    expect(lastVisit("m", at("2026-11-01T08:00:00Z"), kept)).toBeNull();
    expect(lastVisit("m", at("2026-11-01T09:00:00Z"), kept)).toBeNull();
    expect(lastVisit("m", at("2026-11-05T09:00:00Z"), kept)).toBe("2026-11-01T09:00:00.000Z");
    expect(lastVisit("m", at("2026-11-05T10:00:00Z"), kept)).toBe("2026-11-01T09:00:00.000Z");
    expect(lastVisit("other", at("2026-11-05T10:00:00Z"), kept)).toBeNull();
  });
  it("are forgotten where what was kept is broken", () => {
    expect(lastVisit("m", at("2026-11-01T08:00:00Z"), store("{"))).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { type ImportedFile, inputOf, sayHeading, sayTable, size, UNSAID, without } from "./adjust";

const column = (number: number, key: string | null) => ({ number, name: `c${number}`, samples: [], heading: key ? { key } : null });
const file: ImportedFile = {
  name: "a.csv",
  bytes: 10,
  encoding: "UTF-8",
  table: { key: "accounts" },
  error: null,
  columns: [column(1, "id"), column(2, "name"), column(3, null)],
};

describe("what is said of files", () => {
  it("is told to the server, and nothing that was not said", () => {
    expect(inputOf({ "a.csv": UNSAID, "b.csv": { table: "people", encoding: "BIG5", columns: { 2: "name", 3: null } } })).toEqual([
      { name: "a.csv" },
      { name: "b.csv", table: "people", encoding: "BIG5", columns: [{ number: 2, heading: "name" }, { number: 3, heading: null }] },
    ]);
  });

  it("moves a heading from the column that had it", () => {
    expect(sayHeading(UNSAID, file, 3, "name").columns).toEqual({ 2: null, 3: "name" });
    expect(sayHeading(UNSAID, file, 2, null).columns).toEqual({ 2: null });
  });

  it("forgets columns with another table, and a file that is left out", () => {
    expect(sayTable({ table: "accounts", columns: { 1: "id" } }, "people")).toEqual({ table: "people", columns: {} });
    expect(without({ "a.csv": UNSAID, "b.csv": UNSAID }, "a.csv")).toEqual({ "b.csv": UNSAID });
  });
});

it("tells sizes as people do", () => {
  expect([840, 12_400, 3_440_000].map(size)).toEqual(["840 B", "12 kB", "3.4 MB"]);
});

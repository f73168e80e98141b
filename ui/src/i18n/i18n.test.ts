import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "./en";
import { zh } from "./zh";

interface Tree { [key: string]: string | Tree }

const flat = (tree: Tree, before = ""): Map<string, string> =>
  new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[`${before}${key}`, value] as const] : [...flat(value, `${before}${key}.`)],
    ),
  );
const plain = (key: string) => key.replace(/_(one|other)$/, "");
const [english, chinese] = [flat(en), flat(zh)];
const source = (readdirSync(join(import.meta.dirname, ".."), { recursive: true }) as string[])
  .filter((name) => /\.tsx?$/.test(name) && !name.includes("gql/") && !name.includes("i18n/"))
  .map((name) => readFileSync(join(import.meta.dirname, "..", name), "utf8"))
  .join("\n");

describe("the two languages", () => {
  it("have the same keys", () => {
    expect(new Set([...chinese.keys()].map(plain))).toEqual(new Set([...english.keys()].map(plain)));
  });

  it("fill in the same values", () => {
    const slots = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((found) => found[1]).sort();
    for (const [key, text] of chinese) {
      expect(slots(text), key).toEqual(slots(english.get(key) ?? english.get(`${plain(key)}_other`) ?? ""));
    }
  });

  it("have every key that the pages ask for, and no other", () => {
    const rooms = Object.keys(en).join("|");
    const asked = [...source.matchAll(new RegExp(`"((?:${rooms})\\.[\\w.]+)"`, "g"))].map((found) => found[1] ?? "");
    const known = new Set([...english.keys()].map(plain));
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
    const stems = [...source.matchAll(/\bt\(\s*`([\w.]+)\.\$\{/g)].map((found) => `${found[1] ?? ""}.`);
    const unused = [...known].filter((key) => !asked.includes(key) && !stems.some((stem) => key.startsWith(stem)));
    expect(unused).toEqual([]);
  });

  it("say everything in Chinese", () => {
    const untranslated = [...chinese].filter(([key, text]) => !/\p{Script=Han}/u.test(text.replaceAll(/{{\w+}}|：|→/g, "字")) && !key.startsWith("mark."));
    expect(untranslated).toEqual([]);
  });
});

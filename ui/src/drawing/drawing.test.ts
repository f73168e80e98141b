import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { layOut } from "../map/layout";
import type { Place, Tie } from "../map/model";
import { MapDrawing, type MapDrawingProps } from "./MapDrawing";
import { colour } from "./palette";
import { fileName, sharpness } from "./save";

const place = (id: string, label: string, more: Partial<Place> = {}): Place => ({
  id,
  version: 1,
  label,
  placeholder: false,
  title: "首席信息官",
  leftAt: null,
  roles: ["DECIDER", "EVALUATOR"],
  influence: "INNER_CIRCLE",
  support: "SUPPORTER",
  coverage: { value: "NONE", source: "COMPUTED", interactions: 0 },
  keyPlayer: true,
  weight: 12,
  position: null,
  person: { id: `person_${id}`, version: 1, name: label, department: null },
  ...more,
});
const tie = (kind: Tie["kind"], source: string, target: string, polarity: Tie["polarity"] = null): Tie => ({
  id: `${kind} ${source} ${target}`,
  kind,
  source: { id: source },
  target: { id: target },
  strength: 3,
  polarity,
  circle: null,
});

const people = [
  place("a", "庄远山"),
  place("b", `<script>alert("1")</script> & Co`),
  place("c", "合规审批人（姓名未知）", { placeholder: true, person: null, support: null, influence: null, roles: [] }),
  place("d", "Ada Quill-Marlborough of Upper Somewhere and a great many other places", { support: "OPPONENT" }),
];
const ties = [tie("REPORTS_TO", "b", "a"), tie("INFLUENCES", "d", "a", "POSITIVE"), tie("INFLUENCES", "b", "d", "NEGATIVE"), tie("KNOWS", "a", "d")];
const words = {
  label: (list: string, code: string) => `${list}.${code}`,
  support: (support: string | null) => support ?? "未知",
  layer: (layer: string) => layer,
  noInfluence: "no influence",
  noRoles: "no role",
  neverMet: "从未接触",
  placeholder: "姓名未知",
  new: "新",
  finding: "规则的发现",
  between: ", ",
};

function draw(more: Partial<MapDrawingProps> = {}): string {
  const at = layOut(people.map(({ id, position }) => ({ id, position, manager: id === "b" ? "a" : null })));
  const heading = { title: "某大型保险公司 & a < b", under: "客户整体 · 2026年6月30日" };
  const props: MapDrawingProps = {
    map: { stakeholders: people, ties },
    at,
    layers: ["reporting", "influence", "conflict"],
    severities: new Map([["a", "CRITICAL"]]),
    changed: new Map([["d", { before: null, after: "OPPONENT" }]]),
    words,
    language: "zh-CN",
    heading,
    label: "决策地图",
    ...more,
  };
  return renderToStaticMarkup(createElement(MapDrawing, props));
}
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((found) => found[1]);

describe("the drawing of a map", () => {
  it("holds everybody, the heading and what the signs mean, as text", () => {
    const svg = draw();
    for (const one of people) expect(svg).toContain(`data-person="${one.id}"`);
    const said = textsOf(svg);
    for (const text of ["庄远山", "首席信息官", "客户整体 · 2026年6月30日", "Support.SUPPORTER".slice(8), "BuyingRole.APPROVER", "Influence.OUTSIDE", "conflict", "规则的发现", "从未接触", "?→✕"])
      expect(said).toContain(text);
    expect(said.join("")).toContain("合规审批人");
    expect(svg.match(/data-held="true"/g)).toHaveLength(3 * 2 + 4);
    expect(svg).toContain(`<title>${people[3]?.label ?? ""}</title>`);
  });
  it("takes names as text, never as markup", () => {
    const svg = draw();
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&lt;script&gt;");
    expect(svg).toContain("&amp; a &lt; b");
  });
  it("draws the lines of the layers that are shown, and no others", () => {
    const layersOf = (svg: string) => [...svg.matchAll(/data-layer="(\w+)"/g)].map((found) => found[1]);
    expect(layersOf(draw())).toEqual(["reporting", "influence", "conflict"]);
    expect(layersOf(draw({ layers: ["knows"] }))).toEqual(["knows"]);
  });
  it("has everybody within it, wherever they were dragged", () => {
    const svg = draw({ at: new Map([["a", { x: -5000, y: -300 }], ["b", { x: 4000, y: 900 }], ["c", { x: 0, y: 0 }], ["d", { x: 300, y: 0 }]]) });
    const [width, height] = /viewBox="0 0 (\S+) (\S+)"/.exec(svg)?.slice(1).map(Number) ?? [];
    expect(width).toBeGreaterThan(9000 + 216);
    expect(height).toBeGreaterThan(1200 + 78);
    const [x, y] = /<g transform="translate\(([\d.]+),([\d.]+)\)"><g data-layer/.exec(svg.replaceAll("<path data-layer", "<g data-layer"))?.slice(1).map(Number) ?? [];
    expect([(x ?? 0) - 5000 > 0, (y ?? 0) - 300 > 0]).toEqual([true, true]);
  });
  it("asks for nothing from elsewhere, and knows no style sheet", () => {
    const svg = draw().replace('xmlns="http://www.w3.org/2000/svg"', "");
    expect(svg).not.toMatch(/https?:|url\(|<style|style=|class=|<image|foreignObject|var\(/);
  });
  it("draws a map of nobody too", () => {
    expect(draw({ map: { stakeholders: [], ties: [] }, heading: null })).toContain("data-legend");
  });
});

describe("a picture", () => {
  it("is twice as sharp as a screen, where a browser makes one so large", () => {
    expect(sharpness(1000, 800)).toBe(2);
    expect(sharpness(16_384, 800)).toBe(1);
    expect(sharpness(30_000, 20_000) ** 2 * 30_000 * 20_000).toBeLessThanOrEqual(2 ** 27 + 1);
  });
  it("is in the light theme's colours, whatever the page is in", () => {
    expect(colour("ink")).toBe("#1b2430");
    expect(() => colour("nonsense")).toThrow("--nonsense");
  });
  it("has a name that every system takes", () => {
    expect(fileName(["某大型保险公司", null, "2026-06-30"], "png")).toBe("某大型保险公司 2026-06-30.png");
    expect(fileName(['a/b\\c: "d"\n<e>|f?*'], "svg")).toBe("a b c d e f.svg");
    expect(fileName(["/"], "svg")).toMatch(/^map\.svg$/);
    expect(fileName(["𠮷".repeat(200)], "svg")).toBe(`${"𠮷".repeat(80)}.svg`);
  });
});

import type { Support } from "../../gql/graphql";
import { STROKES } from "../glyphs";
import { CARD, type Point } from "../layout";
import { GLYPH, type MapData, type Place } from "../model";
import { headOf, influencePath, reportingPath } from "../paths";
import type { Layer } from "../useMapUrl";
import { layerOf } from "./edges";
import { type Box, FAR } from "./level";

type Context = CanvasRenderingContext2D;
type Glyph = Support | "UNKNOWN";

export interface Colours {
  ink: string;
  muted: string;
  card: string;
  border: string;
  gap: string;
  font: string;
  line: Record<Layer, string>;
  support: Record<Glyph, string>;
}

/** The colours of the theme, or of the system where it has its own. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: read("ink"),
    muted: read("muted"),
    card: read("card"),
    border: read("border"),
    gap: read("gap"),
    font: style.fontFamily,
    line: { reporting: read("reporting"), influence: read("influence"), conflict: read("conflict"), knows: read("knows") },
    support: {
      SPONSOR: read("sponsor"),
      SUPPORTER: read("supporter"),
      NEUTRAL: read("neutral"),
      NON_SUPPORTER: read("non-supporter"),
      OPPONENT: read("opponent"),
      UNKNOWN: read("unknown"),
    },
  };
}

interface Line {
  source: string;
  target: string;
  ends: readonly [Point, Point];
  path: Path2D;
  head: Path2D | null;
  width: number;
  box: Box;
}

export type Lines = Partial<Record<Layer, Line[]>>;

const DASHES: Record<Layer, number[]> = { reporting: [], influence: [6, 4], conflict: [1.5, 5], knows: [2, 3] };

/** The lines to paint, layer by layer, as paths that are made once. */
export function linesOf(map: Pick<MapData, "ties">, at: ReadonlyMap<string, Point>, layers: readonly Layer[]): Lines {
  const lines: Lines = {};
  for (const tie of map.ties) {
    const layer = layerOf(tie);
    const [a, b] = [at.get(tie.source.id), at.get(tie.target.id)];
    if (!a || !b || !layers.includes(layer)) continue;
    const box = { left: Math.min(a.x, b.x) - 60, top: Math.min(a.y, b.y), right: Math.max(a.x, b.x) + CARD.width + 60, bottom: Math.max(a.y, b.y) + CARD.height };
    (lines[layer] ??= []).push({ source: tie.source.id, target: tie.target.id, ends: [a, b], box, ...strokeOf(layer, a, b, tie.strength ?? 1) });
  }
  return lines;
}

function strokeOf(layer: Layer, a: Point, b: Point, strength: number): Pick<Line, "path" | "head" | "width"> {
  const middle = (point: Point) => `${point.x + CARD.width / 2},${point.y + CARD.height / 2}`;
  if (layer === "reporting") return { path: new Path2D(reportingPath(b, a)), head: null, width: 1.5 };
  if (layer === "knows") return { path: new Path2D(`M${middle(a)}L${middle(b)}`), head: null, width: 1.5 };
  const arrow = influencePath(a, b);
  return { path: new Path2D(arrow.path), head: new Path2D(headOf(arrow, strength)), width: 1.2 + strength * 0.35 };
}

/** A line of reporting is seen wherever it runs; of the others, which may cross the whole map, those of somebody in view. */
const isSeen = (line: Line, layer: Layer, view: Box): boolean =>
  meets(line.box, view) && (layer === "reporting" || line.ends.some(({ x, y }) => meets({ left: x, top: y, right: x + CARD.width, bottom: y + CARD.height }, view)));

const meets = (one: Box, other: Box): boolean => one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

/** Paint the lines in view; where somebody is pointed at, those that are not theirs step back. */
export function paintLines(context: Context, lines: Lines, view: Box, zoom: number, colours: Colours, pointed: string | null): void {
  for (const [layer, all] of Object.entries(lines) as [Layer, Line[]][]) {
    context.strokeStyle = context.fillStyle = colours.line[layer];
    const seen = all.filter((line) => isSeen(line, layer, view));
    const theirs = pointed === null ? seen : seen.filter((line) => line.source === pointed || line.target === pointed);
    const others = pointed === null ? [] : seen.filter((line) => line.source !== pointed && line.target !== pointed);
    if (zoom < FAR) {
      // From afar dashes and heads are but noise, and thousands of lines across each other would hide who stands where.
      paintTogether(context, theirs, zoom, pointed === null && layer !== "reporting" ? 0.25 : 1);
      paintTogether(context, others, zoom, 0.1);
    } else {
      context.setLineDash(DASHES[layer]);
      paintEach(context, theirs, 1);
      paintEach(context, others, 0.1);
    }
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}

function paintTogether(context: Context, lines: readonly Line[], zoom: number, alpha: number): void {
  const all = new Path2D();
  for (const line of lines) all.addPath(line.path);
  context.globalAlpha = alpha;
  context.lineWidth = 0.8 / zoom;
  context.setLineDash([]);
  context.stroke(all);
}

function paintEach(context: Context, lines: readonly Line[], alpha: number): void {
  context.globalAlpha = alpha;
  for (const line of lines) {
    context.lineWidth = line.width;
    context.stroke(line.path);
    if (line.head) context.fill(line.head);
  }
}

export interface Mark {
  place: Place;
  point: Point;
  gap: boolean;
  failed: boolean;
  dimmed: boolean;
}

const GLYPHS = Object.fromEntries(Object.entries(STROKES).map(([support, path]) => [support, new Path2D(path)])) as Record<Support, Path2D>;
/** From these scales on there is room for a glyph, and for a name. */
const GLYPH_FROM = 0.12;
const NAME_FROM = 0.36;

/** Paint somebody small: colour and glyph of their support, a triangle where there is a gap, their name where there is room. */
export function paintMark(context: Context, mark: Mark, zoom: number, colours: Colours): void {
  const { x, y } = mark.point;
  const support = mark.place.support ?? "UNKNOWN";
  const named = zoom >= NAME_FROM;
  context.globalAlpha = mark.dimmed ? 0.3 : mark.place.leftAt ? 0.55 : 1;
  context.fillStyle = named || support === "UNKNOWN" ? colours.card : colours.support[support];
  context.fillRect(x, y, CARD.width, CARD.height);
  paintEdge(context, mark, support, named, zoom, colours);
  if (named) paintName(context, mark.place, x, y, zoom, colours);
  if (zoom >= GLYPH_FROM) {
    paintGlyph(context, support, named ? x + 36 : x + CARD.width / 2, y + CARD.height / 2, named, colours);
    if (mark.gap) paintGap(context, x + CARD.width, y, 11 / zoom, colours);
  }
  context.globalAlpha = 1;
}

function paintEdge(context: Context, { place, point, failed }: Mark, support: Glyph, named: boolean, zoom: number, colours: Colours): void {
  const dashed = support === "UNKNOWN" || place.placeholder || failed;
  context.strokeStyle = failed ? colours.ink : named ? colours.border : colours.support[support];
  context.lineWidth = (failed ? 2.5 : 1) / zoom;
  context.setLineDash(dashed ? [3 / zoom, 2 / zoom] : []);
  context.strokeRect(point.x, point.y, CARD.width, CARD.height);
  context.setLineDash([]);
}

function paintGlyph(context: Context, support: Glyph, x: number, y: number, onDisc: boolean, colours: Colours): void {
  const scale = onDisc ? 1.5 : 2.4;
  context.save();
  context.translate(x, y);
  context.scale(scale, scale);
  if (onDisc && support !== "UNKNOWN") {
    context.fillStyle = colours.support[support];
    context.beginPath();
    context.arc(0, 0, 15.5, 0, 2 * Math.PI);
    context.fill();
  }
  if (support === "UNKNOWN") {
    context.fillStyle = colours.muted;
    context.font = `700 22px ${colours.font}`;
    context.textAlign = "center";
    context.fillText(GLYPH.UNKNOWN, 0, 8);
  } else {
    context.strokeStyle = "#fff";
    context.lineWidth = 2.8;
    context.lineCap = "round";
    context.stroke(GLYPHS[support]);
  }
  context.restore();
}

function paintGap(context: Context, x: number, y: number, size: number, colours: Colours): void {
  context.fillStyle = colours.gap;
  context.strokeStyle = colours.ink;
  context.lineWidth = size / 11;
  context.beginPath();
  context.moveTo(x, y - size * 0.6);
  context.lineTo(x + size * 0.55, y + size * 0.4);
  context.lineTo(x - size * 0.55, y + size * 0.4);
  context.closePath();
  context.fill();
  context.stroke();
}

function paintName(context: Context, place: Place, x: number, y: number, zoom: number, colours: Colours): void {
  const size = Math.max(13.5, 11 / zoom);
  context.fillStyle = colours.support[place.support ?? "UNKNOWN"];
  context.fillRect(x, y, 5, CARD.height);
  context.fillStyle = colours.ink;
  context.font = `650 ${size}px ${colours.font}`;
  context.textAlign = "left";
  context.fillText(cut(context, place.label, size, CARD.width - 74), x + 68, y + CARD.height / 2 + size * 0.35);
}

/** How wide names are at a size of one. */
const widths = new Map<string, number>();

function cut(context: Context, text: string, size: number, room: number): string {
  let width = widths.get(text);
  if (width === undefined) widths.set(text, (width = context.measureText(text).width / size));
  if (width * size <= room) return text;
  return `${text.slice(0, Math.max(1, Math.floor((text.length * room) / (width * size)) - 1))}…`;
}

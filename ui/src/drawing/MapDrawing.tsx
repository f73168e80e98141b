import type { Severity } from "../gql/graphql";
import { arrowsOf } from "../map/arrows";
import { layerOf } from "../map/canvas/edges";
import { CARD, type Point } from "../map/layout";
import type { MapData } from "../map/model";
import type { Change } from "../map/useChanged";
import type { Layer } from "../map/useMapUrl";
import { CardDrawing, type DrawingWords } from "./CardDrawing";
import { LegendDrawing, legendOf } from "./LegendDrawing";
import { colour, FONTS } from "./palette";
import { TieDrawing } from "./TieDrawing";
import { type Font, linesOf } from "./text";

export interface LegendWords extends DrawingWords {
  layer: (layer: Layer) => string;
  /** Of the triangle. */
  finding: string;
}

export interface MapDrawingProps {
  map: Pick<MapData, "stakeholders" | "ties">;
  at: ReadonlyMap<string, Point>;
  layers: readonly Layer[];
  /** How grave what is found about each person is. */
  severities: ReadonlyMap<string, Severity>;
  changed: ReadonlyMap<string, Change>;
  words: LegendWords;
  /** The language of the words, as `zh-CN`. */
  language: string;
  /** What stands above: whose map it is, then of when and how it leans; null: nothing. */
  heading: { title: string; under: string } | null;
  /** Whether it says below what its signs mean; it does unless told. */
  legend?: boolean;
  /** What it is to whoever cannot see it. */
  label: string;
}

const MARGIN = 28;
const LEAST_WIDTH = 900;
const TITLE: Font = { size: 22, bold: true };
const UNDER: Font = { size: 13 };

/** A whole map as a drawing of its own: no style sheet, no other file, text as text; in the light theme's colours. */
export function MapDrawing({ map, at, layers, severities, changed, words, language, heading, legend: explained = true, label }: MapDrawingProps) {
  const frame = frameOf(map, at);
  const width = Math.max(frame.width, LEAST_WIDTH);
  const titles = heading ? linesOf(heading.title, width, TITLE, 3) : [];
  const unders = heading ? linesOf(heading.under, width, UNDER, 3) : [];
  const legend = explained ? legendOf(layers, words, width) : { entries: [], height: 0 };
  const top = MARGIN + titles.length * 28 + unders.length * 19 + (heading ? 22 : 0);
  const below = top + frame.height + 26;
  const [wide, high] = [width + 2 * MARGIN, below + legend.height + MARGIN - 8];
  const left = MARGIN + (width - frame.width) / 2;
  return (
    <svg xmlns="http://www.w3.org/2000/svg" width={wide} height={high} viewBox={`0 0 ${wide} ${high}`} fontFamily={FONTS} lang={language} role="group" aria-label={label}>
      <rect width={wide} height={high} fill={colour("card")} />
      {titles.map((line, index) => (
        <text key={index} x={MARGIN} y={MARGIN + 18 + index * 28} fontSize={TITLE.size} fontWeight="700" fill={colour("ink")}>
          {line}
        </text>
      ))}
      {unders.map((line, index) => (
        <text key={index} x={MARGIN} y={MARGIN + titles.length * 28 + 12 + index * 19} fontSize={UNDER.size} fill={colour("muted")}>
          {line}
        </text>
      ))}
      <g transform={`translate(${left - frame.x},${top - frame.y})`}>
        <Ties map={map} at={at} layers={layers} />
        {map.stakeholders.map((place) => {
          const point = at.get(place.id);
          return point && <CardDrawing key={place.id} place={place} {...point} severity={severities.get(place.id) ?? null} change={changed.get(place.id) ?? null} words={words} />;
        })}
      </g>
      {explained && (
        <>
          <path d={`M${MARGIN} ${below - 10}h${width}`} stroke={colour("border")} />
          <LegendDrawing entries={legend.entries} x={MARGIN} y={below} />
        </>
      )}
    </svg>
  );
}

/** Lines of reporting lie below the others. */
function Ties({ map, at, layers }: Pick<MapDrawingProps, "map" | "at" | "layers">) {
  const shown = map.ties.filter((tie) => layers.includes(layerOf(tie)));
  const ordered = [...shown.filter((tie) => tie.kind === "REPORTS_TO"), ...shown.filter((tie) => tie.kind !== "REPORTS_TO")];
  const arrows = arrowsOf(shown, at);
  return ordered.map((tie) => {
    const [from, to] = [at.get(tie.source.id), at.get(tie.target.id)];
    return from && to && <TieDrawing key={tie.id} tie={tie} from={from} to={to} arrow={arrows.get(tie.id)} />;
  });
}

/** What all cards take, with room for the lines that go around them. */
function frameOf(map: MapDrawingProps["map"], at: ReadonlyMap<string, Point>) {
  const points = map.stakeholders.flatMap((place) => at.get(place.id) ?? []);
  if (points.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const side = 40;
  const [x, y] = [points.reduce((least, point) => Math.min(least, point.x), Infinity) - side, points.reduce((least, point) => Math.min(least, point.y), Infinity) - 12];
  const right = points.reduce((most, point) => Math.max(most, point.x), -Infinity) + CARD.width + side;
  const bottom = points.reduce((most, point) => Math.max(most, point.y), -Infinity) + CARD.height + 4;
  return { x, y, width: right - x, height: bottom - y };
}

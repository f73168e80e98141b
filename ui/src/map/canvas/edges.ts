import type { Edge } from "@xyflow/react";
import type { MapData, Tie } from "../model";
import type { Layer } from "../useMapUrl";

export interface TieData extends Record<string, unknown> {
  tie: Tie;
  layer: Layer;
  dimmed: boolean;
}

export const layerOf = (tie: Tie): Layer =>
  tie.kind === "REPORTS_TO" ? "reporting" : tie.kind === "KNOWS" ? "knows" : tie.polarity === "NEGATIVE" ? "conflict" : "influence";

/** A line is told with the persons that it joins; by itself it would be one more picture without a name. */
const UNHEARD: Partial<Edge> = { ariaRole: "none", domAttributes: { "aria-hidden": true } };

/** The lines to draw; those that do not touch a hovered person step back. */
export function edgesOf(map: Pick<MapData, "ties">, layers: readonly Layer[], hovered: string | null): Edge<TieData>[] {
  return map.ties.flatMap((tie) => {
    const layer = layerOf(tie);
    if (!layers.includes(layer)) return [];
    const dimmed = hovered !== null && tie.source.id !== hovered && tie.target.id !== hovered;
    return [{ id: tie.id, source: tie.source.id, target: tie.target.id, type: "tie", ...UNHEARD, zIndex: layer === "reporting" ? 0 : 1, data: { tie, layer, dimmed } }];
  });
}

/** A person and everybody to whom a line of theirs goes. */
export function neighboursOf(map: Pick<MapData, "ties">, id: string, layers: readonly Layer[]): Set<string> {
  const near = new Set([id]);
  for (const tie of map.ties) {
    if (!layers.includes(layerOf(tie))) continue;
    if (tie.source.id === id) near.add(tie.target.id);
    if (tie.target.id === id) near.add(tie.source.id);
  }
  return near;
}

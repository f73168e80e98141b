import type { Edge } from "@xyflow/react";
import type { Drawn } from "../arrows";
import type { MapData, Tie } from "../model";
import type { Layer } from "../useMapUrl";

export interface TieData extends Record<string, unknown> {
  tie: Tie;
  layer: Layer;
  dimmed: boolean;
  /** Of an influence or a conflict. */
  arrow: Drawn | null;
  /** Both ends by name, as a sentence. */
  said: string;
}

export const layerOf = (tie: Tie): Layer =>
  tie.kind === "REPORTS_TO" ? "reporting" : tie.kind === "KNOWS" ? "knows" : tie.polarity === "NEGATIVE" ? "conflict" : "influence";

export interface Lines {
  layers: readonly Layer[];
  arrows: ReadonlyMap<string, Drawn>;
  hovered: string | null;
  say: (tie: Tie) => string;
}

/** The lines to draw, each with its sentence as its name; those that do not touch a hovered person step back. */
export function edgesOf(map: Pick<MapData, "ties">, { layers, arrows, hovered, say }: Lines): Edge<TieData>[] {
  return map.ties.flatMap((tie) => {
    const layer = layerOf(tie);
    if (!layers.includes(layer)) return [];
    const dimmed = hovered !== null && tie.source.id !== hovered && tie.target.id !== hovered;
    const said = say(tie);
    const ends = { source: tie.source.id, target: tie.target.id };
    return [{ id: tie.id, ...ends, type: "tie", ariaRole: "img", ariaLabel: said, zIndex: layer === "reporting" ? 0 : 1, data: { tie, layer, dimmed, arrow: arrows.get(tie.id) ?? null, said } }];
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

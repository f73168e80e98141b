import type { Edge } from "@xyflow/react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { arrowsOf } from "../arrows";
import type { Point } from "../layout";
import type { MapData, Tie } from "../model";
import type { Layer } from "../useMapUrl";
import { edgesOf, layerOf } from "./edges";

interface Shown {
  at: ReadonlyMap<string, Point>;
  layers: readonly Layer[];
  hovered: string | null;
  dragged: { id: string; point: Point } | null;
}

/** The lines of a map: where they run, and what each says. */
export function useLines(map: MapData, { at, layers, hovered, dragged }: Shown): Edge[] {
  const say = useSentence(map);
  const ties = useSame(map.ties.filter((tie) => layers.includes(layerOf(tie))));
  const still = useMemo(() => arrowsOf(ties, at), [ties, at]);
  const arrows = useMemo(() => {
    if (!dragged) return still;
    const theirs = ties.filter((tie) => tie.source.id === dragged.id || tie.target.id === dragged.id);
    return new Map([...still, ...arrowsOf(theirs, new Map(at).set(dragged.id, dragged.point))]);
  }, [still, ties, at, dragged]);
  return useMemo(() => edgesOf(map, { layers, arrows, hovered, say }), [map, layers, arrows, hovered, say]);
}

/** The same ties as before, unless one of them runs elsewhere: an edit of anything else must not look for their ways again. */
function useSame(ties: readonly Tie[]): readonly Tie[] {
  const key = ties.map((tie) => [tie.id, tie.source.id, tie.target.id, tie.polarity].join()).join(" ");
  // eslint-disable-next-line react-hooks/exhaustive-deps -- that is the point of it
  return useMemo(() => ties, [key]);
}

/** A line in words, as “A has the ear of B: strength 4 of 5”. */
function useSentence(map: MapData): (tie: Tie) => string {
  const { t } = useTranslation();
  return useMemo(() => {
    const names = new Map(map.stakeholders.map((place) => [place.id, place.label]));
    return (tie) => {
      const sentence = t(`lines.said.${layerOf(tie)}`, { from: names.get(tie.source.id), to: names.get(tie.target.id) });
      return tie.strength === null ? sentence : `${sentence}${t("lines.said.strength", { strength: tie.strength })}`;
    };
  }, [map, t]);
}

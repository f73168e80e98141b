import { useComputedColorScheme } from "@mantine/core";
import { useStoreApi } from "@xyflow/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { CARD, type Point } from "../layout";
import type { MapData } from "../model";
import type { Gap } from "../useInsights";
import type { Layer } from "../useMapUrl";
import css from "./Canvas.module.css";
import { viewOf } from "./level";
import { type Colours, coloursOf, linesOf, type Mark, paintLines, paintMark } from "./paint";

interface PaintedProps {
  map: MapData;
  at: ReadonlyMap<string, Point>;
  layers: readonly Layer[];
  gaps: ReadonlyMap<string, Gap>;
  failed: ReadonlySet<string>;
  near: ReadonlySet<string> | null;
  pointed: string | null;
  /** Who is a card, and not to be painted. */
  cards: ReadonlySet<string>;
}

/** Of a large map, all lines and everybody who is no card, painted anew in each frame in which the view moves. */
export function Painted({ map, at, layers, gaps, failed, near, pointed, cards }: PaintedProps) {
  const store = useStoreApi();
  const scheme = useComputedColorScheme("light");
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ties } = map;
  const lines = useMemo(() => linesOf({ ties }, at, layers), [ties, at, layers]);
  const marks = useMemo(
    () =>
      map.stakeholders.flatMap((place): Mark[] => {
        const point = at.get(place.id);
        if (!point || cards.has(place.id)) return [];
        return [{ place, point, gap: gaps.has(place.id), failed: failed.has(place.id), dimmed: near !== null && !near.has(place.id) }];
      }),
    [map.stakeholders, at, cards, gaps, failed, near],
  );
  const [colours, setColours] = useState<Colours | null>(null);
  useEffect(() => {
    if (canvas.current) setColours(coloursOf(canvas.current));
  }, [scheme]);
  useEffect(() => {
    const surface = canvas.current;
    const context = surface?.getContext("2d");
    if (!surface || !context || !colours) return undefined;
    let frame = 0;
    const paint = () => {
      frame = 0;
      const { transform, width, height } = store.getState();
      const sharp = window.devicePixelRatio;
      const [wide, high] = [Math.round(width * sharp), Math.round(height * sharp)];
      if (surface.width !== wide || surface.height !== high) [surface.width, surface.height] = [wide, high];
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, wide, high);
      const [x, y, zoom] = transform;
      context.setTransform(zoom * sharp, 0, 0, zoom * sharp, x * sharp, y * sharp);
      const view = viewOf(transform, width, height);
      paintLines(context, lines, view, zoom, colours, pointed);
      for (const mark of marks) {
        const { point } = mark;
        if (point.x < view.right && point.x + CARD.width > view.left && point.y < view.bottom && point.y + CARD.height > view.top) paintMark(context, mark, zoom, colours);
      }
    };
    const soon = () => {
      frame ||= requestAnimationFrame(paint);
    };
    soon();
    const stop = store.subscribe((now, before) => {
      if (now.transform !== before.transform || now.width !== before.width || now.height !== before.height) soon();
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [store, colours, lines, marks, pointed]);
  return <canvas ref={canvas} className={css["painted"]} data-painted aria-hidden="true" />;
}

import { useComputedColorScheme } from "@mantine/core";
import { useReactFlow, useStore } from "@xyflow/react";
import { type PointerEvent, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { CARD, type Point } from "../layout";
import type { Place } from "../model";
import css from "./Canvas.module.css";
import { boundsOf, viewOf } from "./level";
import { coloursOf } from "./paint";

const SIZE = { width: 200, height: 150 };

/** The whole of a large map in a corner, and what of it is in view: it goes where one points. */
export function Overview({ places, at }: { places: readonly Place[]; at: ReadonlyMap<string, Point> }) {
  const { t } = useTranslation();
  const flow = useReactFlow();
  const scheme = useComputedColorScheme("light");
  const canvas = useRef<HTMLCanvasElement>(null);
  const bounds = useMemo(() => boundsOf(at), [at]);
  const scale = Math.min(SIZE.width / bounds.width, SIZE.height / bounds.height);
  const [left, top] = [(SIZE.width - bounds.width * scale) / 2 - bounds.x * scale, (SIZE.height - bounds.height * scale) / 2 - bounds.y * scale];
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context) return;
    const colours = coloursOf(canvas.current);
    context.setTransform(2, 0, 0, 2, 0, 0);
    context.clearRect(0, 0, SIZE.width, SIZE.height);
    for (const place of places) {
      const point = at.get(place.id);
      context.fillStyle = colours.support[place.support ?? "UNKNOWN"];
      if (point) context.fillRect(left + point.x * scale, top + point.y * scale, Math.max(1, CARD.width * scale), Math.max(1, CARD.height * scale));
    }
  }, [places, at, scheme, scale, left, top]);
  const go = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    void flow.setCenter((event.clientX - box.left - left) / scale, (event.clientY - box.top - top) / scale, { zoom: flow.getZoom() });
  };
  return (
    <div
      className={css["overview"]}
      data-overview
      role="img"
      aria-label={t("map.overview")}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => event.buttons > 0 && go(event)}
    >
      <canvas ref={canvas} width={SIZE.width * 2} height={SIZE.height * 2} />
      <InView left={left} top={top} scale={scale} />
    </div>
  );
}

function InView({ left, top, scale }: { left: number; top: number; scale: number }) {
  const transform = useStore((state) => state.transform);
  const [width, height] = [useStore((state) => state.width), useStore((state) => state.height)];
  const view = viewOf(transform, width, height);
  const style = { transform: `translate(${left + view.left * scale}px,${top + view.top * scale}px)`, width: (view.right - view.left) * scale, height: (view.bottom - view.top) * scale };
  return <span className={css["inView"]} style={style} />;
}

import { type PointerEvent, type RefObject, useRef, useState } from "react";
import type { Point } from "../map/layout";
import type { Place } from "../map/model";
import { assessable, type Standing, standingAt, WIDTH } from "./arrange";

export interface Dragged {
  place: Place;
  /** Where the pointer is in the picture. */
  point: Point;
  /** What they would be assessed as if let go here. */
  over: Standing | null;
}

/** A shaky hand is no drag. */
const LEAST_DRAG = 5;

/** Drag people about a picture with a mouse or a pen; a finger scrolls. */
export function useDragging(svg: RefObject<SVGSVGElement | null>, tops: readonly number[], drop: ((place: Place, to: Standing) => void) | null) {
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const start = useRef<Point | null>(null);
  const wasDrag = useRef(false);
  const stop = () => {
    start.current = null;
    setDragged(null);
  };
  const handlersOf = (place: Place) =>
    drop && {
      draggable: false,
      onPointerDown: (event: PointerEvent) => {
        wasDrag.current = false;
        if (event.pointerType !== "touch" && event.button === 0) start.current = { x: event.clientX, y: event.clientY };
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const from = start.current;
        const box = svg.current?.getBoundingClientRect();
        if (!from || !box || (!wasDrag.current && Math.hypot(event.clientX - from.x, event.clientY - from.y) < LEAST_DRAG)) return;
        if (!wasDrag.current) event.currentTarget.setPointerCapture(event.pointerId);
        wasDrag.current = true;
        const scale = WIDTH / box.width;
        const point = { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
        setDragged({ place, point, over: assessable(place, standingAt(point, tops)) });
      },
      onPointerUp: () => {
        if (dragged?.over) drop(place, dragged.over);
        stop();
      },
      onPointerCancel: stop,
      // The link goes to the map, but not when somebody was put elsewhere.
      onClick: (event: { preventDefault: () => void }) => {
        if (wasDrag.current) event.preventDefault();
      },
    };
  return { dragged, handlersOf };
}

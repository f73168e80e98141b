import { getViewportForBounds, useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { isSmall } from "../../shared/small";
import { CARD, type Point } from "../layout";
import { boundsOf } from "./level";

/** Room for what lies over the canvas: tools and the quick edit above (below one another in a narrow window), legend below. */
const FRAME = { top: "112px", bottom: "98px", left: "64px", right: "36px" } as const;
const SMALL_FRAME = { top: "64px", bottom: "20px", left: "60px", right: "20px" } as const;
/** So much of the canvas lies below the tools and the quick edit. */
const OVER = 106;
/** Cards are made no larger than this to fill the frame, and about as large as this to be read. */
const MOST = 1.15;
export const LARGEST = 0.8;

/** Show everybody, whether they are cards or painted. */
export function useFit(at: ReadonlyMap<string, Point>): (duration: number) => Promise<boolean> {
  const flow = useReactFlow();
  const store = useStoreApi();
  return useCallback(
    (duration) => {
      if (at.size === 0) return Promise.resolve(false);
      const { width, height, minZoom } = store.getState();
      return flow.setViewport(getViewportForBounds(boundsOf(at), width, height, minZoom, MOST, isSmall() ? SMALL_FRAME : FRAME), { duration });
    },
    [flow, store, at],
  );
}

/** In less room than this, everybody in view would be too small to be read. */
const NARROW = 700;

/** A map opens with everybody in view, or with whom the link names where they can be read; on a phone with somebody at the top. Returns true until it has. */
export function useFirstView(at: ReadonlyMap<string, Point>, named: string | null): true | undefined {
  const flow = useReactFlow();
  const fit = useFit(at);
  const room = useStore((state) => state.width);
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (room === 0 || done || at.size === 0) return;
    const top = [...at.values()].reduce((one, other) => (other.y < one.y ? other : one));
    const point = at.get(named ?? "") ?? (room < NARROW ? top : null);
    const shown = point ? flow.setCenter(point.x + CARD.width / 2, point.y + CARD.height / 2, { zoom: LARGEST }) : fit(0);
    void shown.then(() => setDone(true));
  }, [done, room, at, named, flow, fit]);
  return done ? undefined : true;
}

/** Bring a selected card into view when it is out of it, and let everything else be. */
export function useKeepInView(frame: React.RefObject<HTMLDivElement | null>, id: string | null, at: ReadonlyMap<string, Point>): void {
  const flow = useReactFlow();
  const point = id === null ? undefined : at.get(id);
  const key = point && `${id ?? ""} ${point.x} ${point.y}`;
  const seen = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (!point || !frame.current || seen.current === key) return;
    seen.current = key;
    const zoom = flow.getZoom();
    const corner = flow.flowToScreenPosition(point);
    const box = frame.current.getBoundingClientRect();
    const inView =
      corner.x > box.left && corner.y > box.top + OVER && corner.x + CARD.width * zoom < box.right && corner.y + CARD.height * zoom < box.bottom;
    if (!inView) void flow.setCenter(point.x + CARD.width / 2, point.y + CARD.height / 2, { zoom: Math.max(zoom, 0.7), duration: 250 });
  }, [flow, frame, key, point]);
}

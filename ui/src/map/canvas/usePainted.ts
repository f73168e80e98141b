import { useReactFlow } from "@xyflow/react";
import { useMemo } from "react";
import type { Point } from "../layout";
import { cardAt, FAR } from "./level";
import { LARGEST } from "./view";

interface Where {
  clientX: number;
  clientY: number;
}

interface UsePainted {
  /** Whose card is under the pointer, painted or not. */
  under: (event: Where) => string | null;
  /** From afar, to where that person can be read. */
  goTo: (event: Where) => void;
}

/** What is painted knows of no pointer: who is under it follows from where they lie. */
export function usePainted(at: ReadonlyMap<string, Point>): UsePainted {
  const flow = useReactFlow();
  return useMemo(() => {
    const under = ({ clientX, clientY }: Where) => cardAt(flow.screenToFlowPosition({ x: clientX, y: clientY }), at);
    const goTo = (event: Where) => {
      const point = at.get(under(event) ?? "");
      if (point && flow.getZoom() < FAR) void flow.setCenter(point.x, point.y, { zoom: LARGEST, duration: 250 });
    };
    return { under, goTo };
  }, [flow, at]);
}

import { useStore } from "@xyflow/react";
import { useEffect, useMemo, useState } from "react";
import type { Point } from "../layout";
import { stepOf, within } from "./level";

/** So many cards are made in one frame; until then they are painted. */
const AT_ONCE = 12;

/** Of a large map, who is a card and not painted: those in view, a few more in each frame. */
export function useCardsInView(at: ReadonlyMap<string, Point>, large: boolean): ReadonlySet<string> {
  const step = useStore(({ transform, width, height }) => (large && width > 0 ? stepOf(transform, width, height) : "far"));
  const wanted = useMemo(() => within(step, at), [step, at]);
  const [made, setMade] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const missing = wanted.filter((id) => !made.has(id));
    const kept = wanted.length - missing.length;
    if (missing.length === 0 && kept === made.size) return undefined;
    const frame = requestAnimationFrame(() => {
      const soon = new Set(missing.slice(AT_ONCE));
      setMade(new Set(wanted.filter((id) => !soon.has(id))));
    });
    return () => cancelAnimationFrame(frame);
  }, [wanted, made]);
  return made;
}

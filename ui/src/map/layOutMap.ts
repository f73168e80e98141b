import { layOut, type Point, remembering } from "./layout";
import { type MapData, managers } from "./model";

type Lay = Record<"now" | "then", typeof layOut>;

/** Lays a map out anew only where somebody came, went or moved. */
export const remembered = (): Lay => ({ now: remembering(), then: remembering() });

/** Where everybody stands; in the past where they stand now, so that only what changed moves. */
export function layOutMap(map: MapData, present: MapData | null, lay: Lay = { now: layOut, then: layOut }): Map<string, Point> {
  const now = present === null ? null : layOutMap(present, null, lay);
  const managerOf = managers(map);
  const people = map.stakeholders.map(({ id, position }) => ({ id, position: now?.get(id) ?? position, manager: managerOf.get(id) ?? null }));
  return (now === null ? lay.now : lay.then)(people);
}

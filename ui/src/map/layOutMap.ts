import { layOut, type Point } from "./layout";
import { type MapData, managers } from "./model";

/** Where everybody stands; in the past where they stand now, so that only what changed moves. */
export function layOutMap(map: MapData, present: MapData | null): Map<string, Point> {
  const now = present === null ? new Map<string, Point>() : layOutMap(present, null);
  const managerOf = managers(map);
  return layOut(map.stakeholders.map(({ id, position }) => ({ id, position: now.get(id) ?? position, manager: managerOf.get(id) ?? null })));
}

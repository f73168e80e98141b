import type { MapData } from "./model";
import type { MapUrl } from "./useMapUrl";

export type ReadOnly = "past" | "closed" | "viewer" | null;

/** Why a map cannot be changed; null: it can. */
export function whyReadOnly(url: Pick<MapUrl, "at">, map: Pick<MapData, "opportunity">, role: string | undefined): ReadOnly {
  if (url.at) return "past";
  if (map.opportunity && map.opportunity.status !== "OPEN") return "closed";
  return role === "VIEWER" ? "viewer" : null;
}

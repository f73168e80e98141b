import { listed, useUrlState } from "../shared/url";
import { useNow } from "../shared/useNow";

export const LAYERS = ["reporting", "influence", "conflict", "knows"] as const;
export type Layer = (typeof LAYERS)[number];
const SHOWN_FIRST: Layer[] = ["reporting", "influence", "conflict"];

export interface MapUrl {
  opportunity: string | null;
  /** A day before today, as 2026-06-30; null: now. */
  at: string | null;
  selected: string | null;
  layers: Layer[];
}

/** Read an address; today is now, and what it says wrongly is as if it said nothing. */
export function readMapUrl(params: URLSearchParams, now: number): MapUrl {
  const at = params.get("at");
  return {
    opportunity: params.get("o"),
    at: at && /^\d{4}-\d\d-\d\d$/.test(at) && !Number.isNaN(Date.parse(at)) && at < dayOf(null, now) ? at : null,
    selected: params.get("sel"),
    layers: layersFrom(params.get("layers")),
  };
}

function layersFrom(text: string | null): Layer[] {
  const known = listed(text, LAYERS);
  return known.length > 0 || text === "none" ? known : SHOWN_FIRST;
}

export const layersInUrl = (layers: readonly Layer[]): string | null =>
  layers.length === SHOWN_FIRST.length && SHOWN_FIRST.every((one) => layers.includes(one)) ? null : layers.join(",") || "none";

/** The last moment of a day, in the reader's zone: what was said on the day counts. */
export const endOfDay = (day: string): string => new Date(`${day}T23:59:59.999`).toISOString();

/** The day that is shown, as 2026-06-30 in the reader's zone: today where the address names none. */
export const dayOf = (at: string | null, now: number): string => at ?? new Date(now - new Date(now).getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

export function useMapUrl(): [MapUrl, ReturnType<typeof useUrlState>[1]] {
  const [params, change] = useUrlState();
  return [readMapUrl(params, useNow()), change];
}

import { midnight } from "../shared/format";
import { quarterStart } from "./useChanged";

/** The first moment of a day, from which on what is said counts as since then. */
export const startOfDay = (day: string): string => `${day}T00:00:00.000Z`;

/** What a day is from which changes are told; null: a day like any other. */
export type Start = "visit" | "quarter" | "days";

/** How long before now changes are told from where no visit is known, in days. */
export const LONG_DAYS = 90;

/** What a day, as 2026-06-30, is: of the last visit, the beginning of the quarter, or so many days ago. */
export function startOf(day: string, now: number, visited: string | null = null): Start | null {
  if (visited !== null && day === visited.slice(0, 10)) return "visit";
  if (day === quarterStart(now).slice(0, 10)) return "quarter";
  return day === midnight(LONG_DAYS, now).slice(0, 10) ? "days" : null;
}

/** The day that the address gives this name, where it is one and has begun; else null. */
export function dayIn(params: URLSearchParams, name: "since" | "from", now: number): string | null {
  const given = params.get(name) ?? "";
  return /^\d{4}-\d\d-\d\d$/.test(given) && Date.parse(given) < now ? given : null;
}

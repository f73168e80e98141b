import { quarterStart } from "../map/useChanged";

/**
 * The day from which tails are drawn, as 2026-06-30: the beginning of the quarter where the address names none that is
 * over. What was said on the day counts, so that of a day which is not over yet nobody can say how it was.
 */
export function fromOf(given: string | null, now: number): string {
  const last = dayBefore(now);
  const isDay = given !== null && /^\d{4}-\d\d-\d\d$/.test(given) && !Number.isNaN(Date.parse(given));
  if (isDay && given <= last) return given;
  const quarter = quarterStart(now).slice(0, 10);
  return quarter <= last ? quarter : last;
}

/** The last day that is over, in the reader's zone. */
export function dayBefore(now: number): string {
  const day = new Date(now);
  day.setDate(day.getDate() - 1);
  return day.toLocaleDateString("sv");
}

/** The day that the address names, where it is one and has been; else null. */
export function sinceIn(params: URLSearchParams, now: number): string | null {
  const given = params.get("since") ?? "";
  return /^\d{4}-\d\d-\d\d$/.test(given) && Date.parse(given) < now ? given : null;
}

/** What bears on a decision before what only colours it, the latest of each first. */
const COLOURS = new Set(["adaptability", "orientation", "coverage"]);

export function weightiest<T extends { at: string; field: string | null }>(changes: readonly T[]): T[] {
  const minor = (change: T) => Number(COLOURS.has(change.field ?? ""));
  return [...changes].sort((a, b) => minor(a) - minor(b) || b.at.localeCompare(a.at));
}

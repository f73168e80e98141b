/** The days on which something changed, each once, in order: the reader's own days. */
export function daysOf(timeline: readonly string[]): string[] {
  return [...new Set(timeline.map(localDay))].sort();
}

function localDay(at: string): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The next day with a change that way; null: now. Before the first there is nothing. */
export function stepFrom(days: readonly string[], at: string | null, way: 1 | -1): string | null {
  if (way > 0) return at === null ? null : (days.find((day) => day > at) ?? null);
  const before = days.filter((day) => at === null || day < at);
  return before.at(-1) ?? days[0] ?? null;
}

/** The day of a change that lies nearest to a moment; null where that is now. */
export function nearest(days: readonly string[], when: number, now: number): string | null {
  const all: [string | null, number][] = [...days.map((day): [string, number] => [day, Date.parse(day)]), [null, now]];
  const found = all.reduce((best, one) => (Math.abs(one[1] - when) < Math.abs(best[1] - when) ? one : best));
  return found[0];
}

/** The beginnings of quarters to write below the line: as many as fit. */
export function quarters(start: number, end: number): { at: number; label: string }[] {
  const found: { at: number; label: string }[] = [];
  const first = new Date(start);
  for (let index = 0; ; index += 1) {
    const at = Date.UTC(first.getUTCFullYear(), (Math.floor(first.getUTCMonth() / 3) + 1 + index) * 3, 1);
    if (at > end) break;
    const date = new Date(at);
    found.push({ at, label: `${date.getUTCFullYear()} Q${date.getUTCMonth() / 3 + 1}` });
  }
  const every = Math.ceil(found.length / 8);
  return found.filter((_, index) => index % every === 0);
}

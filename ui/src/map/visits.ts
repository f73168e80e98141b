const KEPT = "rapport.visits";
/** How long a visit lasts: who reloads the page within it has not been away. */
const VISIT_MS = 4 * 3_600_000;

interface Visit {
  before: string | null;
  last: string;
}

/** When the reader was at this map before, and remember that they are now; null: never on this machine. */
export function lastVisit(mapId: string, now: number, store: Pick<Storage, "getItem" | "setItem"> = localStorage): string | null {
  const all = read(store);
  const known = all[mapId];
  const same = known !== undefined && now - Date.parse(known.last) < VISIT_MS;
  const before = known === undefined ? null : same ? known.before : known.last;
  all[mapId] = { before, last: new Date(now).toISOString() };
  store.setItem(KEPT, JSON.stringify(all));
  return before;
}

function read(store: Pick<Storage, "getItem">): Record<string, Visit | undefined> {
  try {
    return JSON.parse(store.getItem(KEPT) ?? "{}") as Record<string, Visit | undefined>;
  } catch {
    return {};
  }
}

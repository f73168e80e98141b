export interface Toast {
  id: number;
  text: string;
  failed?: boolean;
  actions?: { label: string; run: () => void }[];
}

const SHOWN_MS = 7_000;
const MOST = 3;
let list: readonly Toast[] = [];
let last = 0;
const watchers = new Set<() => void>();

function set(next: readonly Toast[]): void {
  list = next;
  watchers.forEach((tell) => tell());
}

export const toasts = () => list;

export function watchToasts(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

export function dismiss(id: number): void {
  set(list.filter((one) => one.id !== id));
}

/** Say something at the foot of the page: what succeeded goes by itself, what failed stays until it is seen. */
export function say(toast: Omit<Toast, "id">): number {
  last += 1;
  const id = last;
  set([...list, { ...toast, id }].slice(-MOST));
  if (!toast.failed) setTimeout(() => dismiss(id), SHOWN_MS);
  return id;
}

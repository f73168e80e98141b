import type { TFunction } from "i18next";
import { ApiError } from "../api/client";
import type { Toast } from "../shared/toast";
import type { Done, Edit } from "./edits";
import type { MapData } from "./model";

export interface Pending {
  pending: readonly Edit[];
  /** Whose edit was refused and not yet seen to. */
  failed: ReadonlySet<string>;
}

/** What the queue needs of the page. */
export interface Surroundings {
  t: TFunction;
  say: (toast: Omit<Toast, "id">) => void;
  /** Read the map anew. */
  reload: () => Promise<MapData | null>;
  /** Take one change back. */
  undo: (changeId: string) => Promise<Done>;
}

/** Edits appear at once, are sent one after the other, and are taken back where the server refuses. */
export class EditQueue {
  private now: Pending = { pending: [], failed: new Set() };
  private readonly watchers = new Set<() => void>();
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;
  /** Versions that edits of our own have made since the map was read. */
  private readonly versions = new Map<string, number>();
  private readonly undoable: { changeIds: string[]; text: string }[] = [];

  constructor(private around: Surroundings) {}

  surround(around: Surroundings): void {
    this.around = around;
  }

  watch = (tell: () => void): (() => void) => {
    this.watchers.add(tell);
    return () => this.watchers.delete(tell);
  };

  read = (): Pending => this.now;

  run = (edit: Edit): void => {
    this.set({ pending: [...this.now.pending, edit] });
    this.mark(edit, false);
    this.enqueue(() => this.send(edit));
  };

  undo = (): void => {
    const entry = this.undoable.pop();
    if (entry) this.enqueue(() => this.takeBack(entry));
  };

  /** Resolves when nothing is on its way. */
  settled = (): Promise<void> => this.last;

  private enqueue(work: () => Promise<void>): void {
    this.waiting += 1;
    this.last = this.last.then(work).finally(() => {
      this.waiting -= 1;
    });
  }

  private async send(edit: Edit): Promise<void> {
    try {
      const done = await edit.send(
        (id, seen) => this.versions.get(id) ?? seen,
        (id, version) => this.versions.set(id, version),
      );
      if (done.changeIds.length > 0) this.undoable.push({ changeIds: done.changeIds, text: edit.text });
      const error = done.errors[0];
      if (error) await this.refused(edit, error);
      else await this.kept(edit, done);
    } catch (error) {
      this.drop(edit);
      this.mark(edit, true);
      this.fail("did.notKept", edit, error);
    }
  }

  private async kept(edit: Edit, done: Done): Promise<void> {
    const { t, say, reload } = this.around;
    const actions = done.changeIds.length > 0 ? [{ label: t("action.undo"), run: this.undo }] : [];
    say({ text: edit.text, actions });
    // The last one of several brings them all.
    if (this.waiting === 1) await reload();
    this.drop(edit);
  }

  private async refused(edit: Edit, error: { code: string; message: string }): Promise<void> {
    const { t, say, reload } = this.around;
    this.mark(edit, true);
    this.versions.clear();
    const fresh = await reload();
    this.drop(edit);
    if (error.code !== "CONFLICT" || !edit.theirs || !fresh) {
      this.fail("did.notKept", edit, new Error(error.message));
      return;
    }
    say({
      failed: true,
      text: t("did.conflict", { mine: edit.mine, theirs: edit.theirs(fresh) }),
      actions: [
        { label: t("did.keepTheirs"), run: () => this.mark(edit, false) },
        { label: t("did.useMine"), run: () => this.run({ ...edit, send: renewed(edit, fresh) }) },
      ],
    });
  }

  private fail(key: "did.notKept", edit: Edit, error: unknown): void {
    const { t, say } = this.around;
    const text = t(key, { what: edit.text, why: this.why(error) });
    say({ failed: true, text, actions: [{ label: t("state.retry"), run: () => this.run(edit) }] });
  }

  private why(error: unknown): string {
    if (error instanceof ApiError && error.kind === "offline") return this.around.t("state.offline");
    return error instanceof Error ? error.message : "";
  }

  private async takeBack(entry: { changeIds: string[]; text: string }): Promise<void> {
    const { t, say, undo, reload } = this.around;
    try {
      for (const changeId of [...entry.changeIds].reverse()) {
        const error = (await undo(changeId)).errors[0];
        if (error) throw new Error(error.message);
      }
      say({ text: t("did.undone", { what: entry.text }) });
    } catch (error) {
      say({ failed: true, text: t("did.notUndone", { why: this.why(error) }) });
    }
    this.versions.clear();
    await reload().catch(() => null);
  }

  private mark(edit: Edit, failed: boolean): void {
    if (!edit.who) return;
    const next = new Set(this.now.failed);
    if (failed) next.add(edit.who);
    else next.delete(edit.who);
    this.set({ failed: next });
  }

  private drop(edit: Edit): void {
    this.set({ pending: this.now.pending.filter((one) => one !== edit) });
  }

  private set(change: Partial<Pending>): void {
    this.now = { ...this.now, ...change };
    this.watchers.forEach((tell) => tell());
  }
}

/** The same edit, decided on what is there now. */
function renewed(edit: Edit, fresh: MapData): Edit["send"] {
  const now = new Map<string, number>();
  for (const place of fresh.stakeholders) {
    now.set(place.id, place.version);
    if (place.person) now.set(place.person.id, place.person.version);
  }
  return (_versionOf, learn) => edit.send((id, seen) => now.get(id) ?? seen, learn);
}

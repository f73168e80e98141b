import type { TFunction } from "i18next";
import type { CanvasEdit } from "../map/canvas/MapCanvas";
import type { Done, Edit, Edits } from "../map/edits";
import type { MapData, Place } from "../map/model";
import type { Try } from "./tries";

interface Supposition extends Edit {
  tries: Try[];
}

/** The map's own edits, of which nothing is sent: what they would change is tried. */
export function supposing(edits: Edits, suppose: (tries: Try[]) => void, refuse: () => void): CanvasEdit {
  const tried = (edit: Edit, ...tries: Try[]): Supposition => ({ ...edit, tries });
  return {
    edits: {
      ...edits,
      assess: (place, said) =>
        tried(
          edits.assess(place, said),
          ...(said.support ? [{ kind: "support" as const, id: place.id, support: said.support }] : []),
          ...(said.influence ? [{ kind: "influence" as const, id: place.id, influence: said.influence }] : []),
        ),
      roles: (place, roles) => tried(edits.roles(place, roles), { kind: "roles", id: place.id, roles }),
      manager: (place, manager) => (manager ? tried(edits.manager(place, manager), { kind: "manager", id: place.id, manager: manager.id }) : edits.manager(place, null)),
      influence: (from, to, strength, negative) =>
        tried(edits.influence(from, to, strength, negative), { kind: "moves", id: from.id, whom: to.id, strength, negative }),
    },
    run: (edit) => {
      if ("tries" in edit) suppose((edit as Supposition).tries);
      else refuse();
    },
  };
}

/** Whose map it is, and who keeps what is tried there. */
export interface Here {
  map: MapData;
  edits: Edits;
  accountId: string;
  viewerId: string | null;
}

const find = (map: MapData, id: string) => map.stakeholders.find((place) => place.id === id);

type Real<T extends Try> = (one: T, place: Place, here: Here) => Edit | null;

const REAL: { [K in Try["kind"]]: Real<Extract<Try, { kind: K }>> } = {
  support: ({ support }, place, { edits }) => edits.assess(place, { support }),
  influence: ({ influence }, place, { edits }) => edits.assess(place, { influence }),
  roles: ({ roles }, place, { edits }) => edits.roles(place, roles),
  manager: (one, place, { map, edits }) => {
    const manager = find(map, one.manager);
    return manager ? edits.manager(place, manager) : null;
  },
  moves: (one, place, { map, edits }) => {
    const whom = find(map, one.whom);
    return whom ? edits.influence(place, whom, one.strength, one.negative) : null;
  },
  leave: (_one, place, { edits }) => edits.leave(place),
  meet: ({ seller }, place, { map, edits, accountId, viewerId }) =>
    place.person ? edits.meet(place, { accountId, opportunityId: map.opportunity?.id ?? null, sellerId: seller ?? viewerId }) : null,
  name: ({ as }, place, { edits, accountId }) => (as === null ? null : edits.nameNew(place, accountId, as)),
};

/** The real edit that a try stands for; null where there is none, or whom it is about is not in the map. */
export function realEdit(one: Try, here: Here): Edit | null {
  const place = find(here.map, one.id);
  return place ? (REAL[one.kind] as Real<Try>)(one, place, here) : null;
}

/** All that can be kept as one edit: sent one after another, taken back together. */
export function keeping(tries: readonly Try[], here: Here, t: TFunction, kept: () => void): Edit {
  const real = tries.flatMap((one) => realEdit(one, here) ?? []);
  return {
    who: null,
    text: t("whatIf.kept", { count: real.length }),
    apply: (now) => real.reduce((then, edit) => edit.apply(then), now),
    send: async (versionOf, learn) => {
      const all: Done = { changeIds: [], errors: [] };
      for (const edit of real) {
        const done = await edit.send(versionOf, learn);
        all.changeIds.push(...done.changeIds);
        all.errors.push(...done.errors);
        if (all.errors.length > 0) return all;
      }
      kept();
      return all;
    },
  };
}

/** What is tried, in words. */
export function wordsOf(one: Try, here: Here, t: TFunction): string {
  const name = find(here.map, one.id)?.label ?? "?";
  if (one.kind === "name" && one.as === null) return t("whatIf.named", { name });
  return realEdit(one, here)?.text ?? name;
}

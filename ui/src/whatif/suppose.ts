import type { TFunction } from "i18next";
import { request } from "../api/client";
import type { CanvasEdit } from "../map/canvas/MapCanvas";
import type { Done, Edit, Edits } from "../map/edits";
import type { MapData, Place } from "../map/model";
import { canBeKept, type Try } from "./tries";
import { LEAVE } from "./whatif.graphql";

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

/** The real edit that a try stands for; null where there is none, or whom it is about is not in the map. */
export function realEdit(one: Try, map: MapData, edits: Edits, t: TFunction): Edit | null {
  const find = (id: string) => map.stakeholders.find((place) => place.id === id);
  const place = find(one.id);
  if (!place) return null;
  switch (one.kind) {
    case "support":
      return edits.assess(place, { support: one.support });
    case "influence":
      return edits.assess(place, { influence: one.influence });
    case "roles":
      return edits.roles(place, one.roles);
    case "manager": {
      const manager = find(one.manager);
      return manager ? edits.manager(place, manager) : null;
    }
    case "moves": {
      const whom = find(one.whom);
      return whom ? edits.influence(place, whom, one.strength, one.negative) : null;
    }
    case "leave":
      return leave(place, t);
    default:
      return null;
  }
}

function leave(place: Place, t: TFunction): Edit {
  return {
    ...{ who: place.id, text: t("whatIf.leaves", { name: place.label }), apply: (map) => map },
    send: async () => {
      const { done } = await request(LEAVE, { input: { personId: place.person?.id ?? "", accountId: null } });
      return { changeIds: done.changeId ? [done.changeId] : [], errors: done.userErrors };
    },
  };
}

/** All that can be kept as one edit: sent one after another, taken back together. */
export function keeping(tries: readonly Try[], map: MapData, edits: Edits, t: TFunction, kept: () => void): Edit {
  const real = tries.filter(canBeKept).flatMap((one) => realEdit(one, map, edits, t) ?? []);
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
export function wordsOf(one: Try, map: MapData, edits: Edits, t: TFunction): string {
  const name = map.stakeholders.find((place) => place.id === one.id)?.label ?? "?";
  if (one.kind === "meet") return t("whatIf.meets", { name });
  if (one.kind === "name") return t("whatIf.named", { name });
  return realEdit(one, map, edits, t)?.text ?? name;
}

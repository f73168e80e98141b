import type { TFunction } from "i18next";
import { request } from "../api/client";
import type { BuyingRole, Confidence, Influence, Support, TypedDocumentString, WrittenFragment } from "../gql/graphql";
import { type Deal, sendDeal } from "../insights/deal";
import { ADD, ASSESS, CONTACT, CREATE_PERSON, GIVE_ROLES, LEAVE, NAME, PLACE, REMOVE, RENAME, SET_INFLUENCE, SET_MANAGER } from "./edits.graphql";
import type { Point } from "./layout";
import type { MapData, Place } from "./model";
import type { Insight } from "./useInsights";

export interface Done {
  changeIds: string[];
  errors: { code: string; message: string }[];
}

/** The version to decide on: the one that was seen, or what an edit of our own has made of it since. */
export type VersionOf = (id: string, seen: number) => number;

/** One edit: what it says it did, what it makes of the map before the server has answered, and what is sent. */
export interface Edit {
  who: string | null;
  text: string;
  apply: (map: MapData) => MapData;
  send: (versionOf: VersionOf, learn: (id: string, version: number) => void) => Promise<Done>;
  /** What a conflict shows: the value wanted, and the one that is there instead. */
  mine?: string;
  theirs?: (map: MapData) => string;
}

type Payload = WrittenFragment & {
  stakeholder?: { id: string; version: number } | null;
  person?: { id: string; version: number } | null;
};

type Learn = (id: string, version: number) => void;

async function write<V>(document: TypedDocumentString<{ done: Payload }, V>, variables: V, learn: Learn): Promise<Done & { id: string }> {
  const { done } = await request(document, variables);
  const changed = done.stakeholder ?? done.person;
  if (changed) learn(changed.id, changed.version);
  return { changeIds: done.changeId ? [done.changeId] : [], errors: done.userErrors, id: changed?.id ?? "" };
}

const patch = (id: string, change: (place: Place) => Partial<Place>) => (map: MapData): MapData => ({
  ...map,
  stakeholders: map.stakeholders.map((place) => (place.id === id ? { ...place, ...change(place) } : place)),
});
const find = (map: MapData, id: string) => map.stakeholders.find((place) => place.id === id);

export interface Judgement {
  support?: Support;
  influence?: Influence;
  evidence?: string;
  confidence?: Confidence;
}

/** The edits of a map, each with its words. */
export function editsOf(t: TFunction, label: (list: string, code: string) => string) {
  /** What is assessed, in words; with evidence, only what becomes another one by it. */
  const saidOf = (place: Place, { support, influence, evidence }: Judgement) =>
    [support && !(evidence && support === place.support) && label("Support", support), influence && !(evidence && influence === place.influence) && label("Influence", influence)]
      .filter(Boolean)
      .join(t("mark.comma"));
  return {
    assess: (place: Place, said: Judgement): Edit => ({
      who: place.id,
      text: saidOf(place, said) ? t("did.assess", { name: place.label, value: saidOf(place, said) }) : t("did.evidence", { name: place.label }),
      apply: patch(place.id, () => ({
        ...(said.support && { support: said.support }),
        ...(said.influence && { influence: said.influence, keyPlayer: said.influence !== "OUTSIDE" }),
      })),
      send: (_versions, learn) => write(ASSESS, { input: { stakeholderId: place.id, ...said } }, learn),
    }),

    roles: (place: Place, roles: BuyingRole[]): Edit => {
      const say = (held: readonly BuyingRole[]) => held.map((role) => label("BuyingRole", role)).join(", ") || t("role.none");
      return {
        who: place.id,
        text: t("did.roles", { name: place.label, value: say(roles) }),
        apply: patch(place.id, () => ({ roles })),
        send: (versionOf, learn) =>
          write(GIVE_ROLES, { input: { stakeholderId: place.id, roles, expectedVersion: versionOf(place.id, place.version) } }, learn),
        mine: say(roles),
        theirs: (map) => say(find(map, place.id)?.roles ?? []),
      };
    },

    rename: (place: Place, name: string): Edit => ({
      who: place.id,
      text: t("did.rename", { name }),
      apply: patch(place.id, ({ person }) => ({ label: name, person: person && { ...person, name } })),
      send: (versionOf, learn) =>
        write(RENAME, { input: { personId: place.person?.id ?? "", name, expectedVersion: versionOf(place.person?.id ?? "", place.person?.version ?? 0) } }, learn),
      mine: name,
      theirs: (map) => find(map, place.id)?.label ?? "",
    }),

    place: (place: Place, position: Point | null): Edit => ({
      who: place.id,
      text: t(position ? "did.place" : "did.unplace", { name: place.label }),
      apply: patch(place.id, () => ({ position })),
      send: (_versions, learn) => write(PLACE, { input: { stakeholderId: place.id, x: position?.x ?? null, y: position?.y ?? null } }, learn),
    }),

    tidy: (places: Place[]): Edit => ({
      who: null,
      text: t("did.tidy"),
      apply: (map) => ({ ...map, stakeholders: map.stakeholders.map((place) => ({ ...place, position: null })) }),
      send: (_versions, learn) =>
        inTurn(places.map((place) => () => write(PLACE, { input: { stakeholderId: place.id, x: null, y: null } }, learn))),
    }),

    manager: (place: Place, manager: Place | null): Edit => ({
      who: place.id,
      text: manager ? t("did.manager", { name: place.label, value: manager.label }) : t("did.noManager", { name: place.label }),
      apply: (map) => ({
        ...map,
        ties: [
          ...map.ties.filter((tie) => tie.kind !== "REPORTS_TO" || tie.source.id !== place.id),
          ...(manager ? [tieOf("REPORTS_TO", place, manager)] : []),
        ],
      }),
      send: (_versions, learn) =>
        write(SET_MANAGER, { input: { personId: place.person?.id ?? "", managerId: manager?.person?.id ?? null } }, learn),
    }),

    influence: (from: Place, to: Place, strength: number | null, negative: boolean): Edit => ({
      who: from.id,
      text: t(strength === null ? "did.noTie" : "did.tie", { name: from.label, value: to.label }),
      apply: (map) => ({
        ...map,
        ties: [
          ...map.ties.filter((tie) => tie.kind !== "INFLUENCES" || tie.source.id !== from.id || tie.target.id !== to.id),
          ...(strength === null ? [] : [{ ...tieOf("INFLUENCES", from, to), strength, polarity: negative ? ("NEGATIVE" as const) : ("POSITIVE" as const) }]),
        ],
      }),
      send: (_versions, learn) =>
        write(
          SET_INFLUENCE,
          {
            input: {
              sourceId: from.person?.id ?? "",
              targetId: to.person?.id ?? "",
              strength,
              ...(strength !== null && { polarity: negative ? "NEGATIVE" : "POSITIVE" }),
            },
          },
          learn,
        ),
    }),

    remove: (place: Place): Edit => ({
      who: null,
      text: t("did.remove", { name: place.label }),
      apply: (map) => ({
        ...map,
        stakeholders: map.stakeholders.filter((one) => one.id !== place.id),
        ties: map.ties.filter((tie) => tie.source.id !== place.id && tie.target.id !== place.id),
      }),
      send: (_versions, learn) => write(REMOVE, { input: { stakeholderId: place.id } }, learn),
    }),

    name: (place: Place, personId: string, name: string): Edit => ({
      who: place.id,
      text: t("did.name", { name }),
      apply: patch(place.id, () => ({ label: name })),
      send: (versionOf, learn) =>
        write(NAME, { input: { stakeholderId: place.id, personId, expectedVersion: versionOf(place.id, place.version) } }, learn),
      mine: name,
      theirs: (map) => find(map, place.id)?.label ?? "",
    }),

    /** It is somebody who was not known yet. */
    nameNew: (place: Place, accountId: string, name: string): Edit => ({
      who: place.id,
      text: t("did.name", { name }),
      apply: patch(place.id, () => ({ label: name, placeholder: false })),
      send: async (versionOf, learn) => {
        const made = await write(CREATE_PERSON, { input: { accountId, name } }, learn);
        if (made.errors.length > 0) return made;
        const input = { stakeholderId: place.id, personId: made.id, expectedVersion: versionOf(place.id, place.version) };
        const named = await write(NAME, { input }, learn);
        return { changeIds: [...made.changeIds, ...named.changeIds], errors: named.errors };
      },
    }),

    leave: (place: Place): Edit => ({
      who: place.id,
      text: t("did.leave", { name: place.label }),
      apply: (map) => map,
      send: (_versions, learn) => write(LEAVE, { input: { personId: place.person?.id ?? "", accountId: null } }, learn),
    }),

    /** A meeting that was held just now. */
    meet: (place: Place, meeting: { accountId: string; opportunityId: string | null; sellerId: string | null }): Edit => {
      const { accountId, opportunityId, sellerId } = meeting;
      const people = { personIds: place.person ? [place.person.id] : [], sellerIds: sellerId ? [sellerId] : [] };
      return {
        who: place.id,
        text: t("did.meet", { name: place.label }),
        apply: (map) => map,
        send: (_versions, learn) =>
          write(CONTACT, { input: { accountId, opportunityId, kind: "MEETING", direction: "MUTUAL", at: new Date().toISOString(), ...people } }, learn),
      };
    },

    deal: (insight: Insight, deal: Deal): Edit => ({
      who: null,
      text: t(`did.${deal.kind}`),
      apply: (map) => map,
      send: async () => {
        const done = await sendDeal(insight.id, deal);
        return { changeIds: done.changeId ? [done.changeId] : [], errors: done.userErrors };
      },
    }),

    add: (mapId: string, accountId: string, newcomer: Newcomer, added: (id: string) => void): Edit => ({
      who: null,
      text: t("did.add", { name: newcomer.name }),
      apply: (map) => map,
      send: (_versions, learn) => add(mapId, accountId, newcomer, added, learn),
    }),
  };
}

export type Edits = ReturnType<typeof editsOf>;

/** Somebody to be added: known already, new, or a place without a person. */
export interface Newcomer {
  kind: "known" | "new" | "placeholder";
  name: string;
  personId?: string;
  title?: string;
  roles: BuyingRole[];
  managerId?: string;
}

async function add(mapId: string, accountId: string, newcomer: Newcomer, added: (id: string) => void, learn: Learn): Promise<Done> {
  let personId = newcomer.personId ?? "";
  const steps: (() => Promise<Done>)[] = [];
  if (newcomer.kind === "new")
    steps.push(async () => {
      const made = await write(CREATE_PERSON, { input: { accountId, name: newcomer.name, ...(newcomer.title && { title: newcomer.title }) } }, learn);
      personId = made.id;
      return made;
    });
  steps.push(async () => {
    const who = newcomer.kind === "placeholder" ? { label: newcomer.name } : { personId };
    const made = await write(ADD, { input: { mapId, roles: newcomer.roles, ...who } }, learn);
    if (made.id) added(made.id);
    return made;
  });
  const managerId = newcomer.managerId;
  if (managerId && newcomer.kind !== "placeholder") steps.push(() => write(SET_MANAGER, { input: { personId, managerId } }, learn));
  return inTurn(steps);
}

/** One after the other; what comes after a refusal is not sent. */
async function inTurn(steps: (() => Promise<Done>)[]): Promise<Done> {
  const all: Done = { changeIds: [], errors: [] };
  for (const step of steps) {
    const done = await step();
    all.changeIds.push(...done.changeIds);
    all.errors.push(...done.errors);
    if (all.errors.length > 0) break;
  }
  return all;
}

const tieOf = (kind: "REPORTS_TO" | "INFLUENCES", from: Place, to: Place): MapData["ties"][number] => ({
  id: `${kind}:${from.id}:${to.id}`,
  kind,
  source: { id: from.id },
  target: { id: to.id },
  strength: null,
  polarity: null,
  circle: null,
});

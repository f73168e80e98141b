import { useHotkeys } from "@mantine/hooks";
import type { KeyboardEvent } from "react";
import type { BuyingRole, Support } from "../gql/graphql";
import type { Edits } from "./edits";
import type { Point } from "./layout";
import { type Place, ROLES } from "./model";
import type { Editing } from "./useEditing";
import { ARROWS, walk } from "./walk";

const SUPPORT_KEYS: Record<string, Support> = { "*": "SPONSOR", "+": "SUPPORTER", "=": "NEUTRAL", "-": "NON_SUPPORTER", x: "OPPONENT" };
const ROLE_KEYS: Record<string, BuyingRole> = { a: "APPROVER", d: "DECIDER", e: "EVALUATOR", u: "USER" };
const STEP = 20;

interface MapKeys {
  at: ReadonlyMap<string, Point>;
  managerOf: ReadonlyMap<string, string>;
  selected: Place | null;
  select: (id: string | null) => void;
  canEdit: boolean;
  edits: Edits;
  editing: Editing;
  help: () => void;
}

export const toggled = (held: readonly BuyingRole[], role: BuyingRole): BuyingRole[] =>
  ROLES.filter((one) => (one === role ? !held.includes(one) : held.includes(one)));

/** What keys do on the map; undo and help work from everywhere but where one types. */
export function useMapKeys({ at, managerOf, selected, select, canEdit, edits, editing, help }: MapKeys) {
  useHotkeys([
    ["mod+Z", () => editing.undo()],
    ["shift+?", help, { usePhysicalKeys: false }],
    ["?", help, { usePhysicalKeys: false }],
  ]);

  const editBy = (place: Place, event: KeyboardEvent): boolean => {
    const key = event.key.toLowerCase();
    const support = SUPPORT_KEYS[key];
    const role = ROLE_KEYS[key];
    if (support && support !== place.support) editing.run(edits.assess(place, { support }));
    if (role) editing.run(edits.roles(place, toggled(place.roles, role)));
    return Boolean(support ?? role);
  };
  const moveBy = (place: Place, key: string) => {
    const from = at.get(place.id);
    if (!from) return;
    const [x, y] = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0] }[key] as [number, number];
    editing.run(edits.place(place, { x: from.x + x, y: from.y + y }));
  };
  const onArrow = (event: KeyboardEvent) => {
    if (!event.altKey) select(walk(at, managerOf, selected?.id ?? null, event.key as "ArrowUp") ?? selected?.id ?? null);
    else if (selected && canEdit) moveBy(selected, event.key);
  };

  const does = (event: KeyboardEvent): boolean => {
    if (ARROWS.includes(event.key)) onArrow(event);
    else if (event.key === "Escape") select(null);
    else if (!selected) return false;
    else if (event.key === "Enter") document.querySelector<HTMLElement>("[data-inspector] [aria-pressed]")?.focus();
    else return canEdit && editBy(selected, event);
    return true;
  };
  return (event: KeyboardEvent): void => {
    const isOurs = event.target === event.currentTarget && !event.ctrlKey && !event.metaKey;
    if (isOurs && does(event)) event.preventDefault();
  };
}

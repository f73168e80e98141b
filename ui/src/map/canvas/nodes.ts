import { Position } from "@xyflow/react";
import { CARD, type Point } from "../layout";
import type { MapData } from "../model";
import type { Change } from "../useChanged";
import type { Gap } from "../useInsights";
import type { CanvasEdit } from "./MapCanvas";
import type { PersonNode } from "./PersonCard";

/** What is shown on the cards, beside the map itself. */
export interface Shown {
  at: ReadonlyMap<string, Point>;
  selected: string | null;
  dragged: { id: string; point: Point } | null;
  changed: ReadonlyMap<string, Change>;
  failed: ReadonlySet<string>;
  gaps: ReadonlyMap<string, Gap>;
  /** Who does not step back while somebody is pointed at; null: everybody. */
  near: ReadonlySet<string> | null;
  edit: CanvasEdit | null;
  /** Who is a card; null: everybody. */
  only: ReadonlySet<string> | null;
}

/** Lines begin and end where paths.ts says; React Flow draws none without a point of attachment. */
const HANDLES = (["source", "target"] as const).map((type) => ({ type, position: Position.Top, x: 0, y: 0, width: 1, height: 1 }));
const ORIGIN = { x: 0, y: 0 };

export function nodesOf(map: MapData, shown: Shown): PersonNode[] {
  const places = shown.only === null ? map.stakeholders : map.stakeholders.filter((place) => shown.only?.has(place.id));
  return places.map((place): PersonNode => {
    const { id } = place;
    const point = shown.at.get(id) ?? ORIGIN;
    const selected = shown.selected === id;
    return {
      id,
      type: "person",
      position: shown.dragged?.id === id ? shown.dragged.point : point,
      ...CARD,
      handles: HANDLES,
      draggable: shown.edit !== null,
      selected,
      zIndex: selected ? 10 : 0,
      data: {
        place,
        change: shown.changed.get(id) ?? null,
        gap: shown.gaps.get(id) ?? null,
        failed: shown.failed.has(id),
        dimmed: shown.near !== null && !shown.near.has(id),
        selected,
        edit: shown.edit,
      },
    };
  });
}

/** Cards in which nothing changed stay the same objects, so that they are not drawn anew. */
export function steadily(): (nodes: PersonNode[]) => PersonNode[] {
  let last = new Map<string, PersonNode>();
  return (nodes) => {
    const steady = nodes.map((node) => {
      const before = last.get(node.id);
      return before && isSame(before, node) ? before : node;
    });
    last = new Map(steady.map((node) => [node.id, node]));
    return steady;
  };
}

const isSame = (one: PersonNode, other: PersonNode): boolean =>
  one.position.x === other.position.x &&
  one.position.y === other.position.y &&
  one.draggable === other.draggable &&
  (Object.keys(one.data) as (keyof PersonNode["data"])[]).every((key) => one.data[key] === other.data[key]);

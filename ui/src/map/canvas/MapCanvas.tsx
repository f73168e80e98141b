import "@xyflow/react/dist/style.css";
import { Background, MiniMap, Panel, ReactFlow } from "@xyflow/react";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Edit, Edits } from "../edits";
import { type Point } from "../layout";
import type { MapData, Place } from "../model";
import type { Change } from "../useChanged";
import type { Gap } from "../useInsights";
import type { Layer } from "../useMapUrl";
import { Legend } from "../Legend";
import { announce } from "./announce";
import css from "./Canvas.module.css";
import { neighboursOf } from "./edges";
import { LARGE } from "./level";
import { nodesOf, steadily } from "./nodes";
import { Overview } from "./Overview";
import { Painted } from "./Painted";
import { PersonCard, type PersonNode } from "./PersonCard";
import { QuickEdit } from "./QuickEdit";
import { TieEdge } from "./TieEdge";
import { useCardsInView } from "./useCardsInView";
import { useLines } from "./useLines";
import { usePainted } from "./usePainted";
import { useSay } from "./useSay";
import { useFirstView, useKeepInView } from "./view";
import { ZoomButtons } from "./ZoomButtons";

export interface CanvasEdit {
  edits: Edits;
  run: (edit: Edit) => void;
}

interface MapCanvasProps {
  map: MapData;
  at: ReadonlyMap<string, Point>;
  layers: readonly Layer[];
  selected: Place | null;
  select: (id: string | null) => void;
  changed: ReadonlyMap<string, Change>;
  failed: ReadonlySet<string>;
  gaps: ReadonlyMap<string, Gap>;
  edit: CanvasEdit | null;
  onKeyDown: (event: KeyboardEvent) => void;
  children: ReactNode;
}

const NODE_TYPES = { person: PersonCard };
const EDGE_TYPES = { tie: TieEdge };
interface Dragged {
  id: string;
  point: Point;
}

/** Of a large map all lines are painted. */
const NO_LAYERS: readonly Layer[] = [];
/** Milliseconds without a move after which the view rests. */
const SETTLED = 100;
/** A shaky hand is no drag. */
const LEAST_DRAG = 4;

export function MapCanvas(props: MapCanvasProps) {
  const { map, at, layers, selected, select, edit } = props;
  const { t } = useTranslation();
  const [hovered, hover, moved] = useHovered();
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const large = map.stakeholders.length > LARGE;
  const opening = useFirstView(at, large ? (selected?.id ?? null) : null);
  useKeepInView(frame, selected?.id ?? null, at);
  const { nodes, edges, ground } = useScene(props, large, hovered, dragged);
  const painted = usePainted(at);
  const focusOn = (id: string | null) => {
    select(id);
    frame.current?.focus({ preventScroll: true });
  };

  return (
    <div
      ref={frame}
      className={css["canvas"]}
      role="application"
      aria-roledescription={t("map.title")}
      aria-label={t("map.announce", { count: map.stakeholders.length })}
      aria-activedescendant={selected ? `card-${selected.id}` : undefined}
      tabIndex={0}
      data-map
      data-opening={opening}
      data-pointed={hovered ?? undefined}
      onKeyDown={props.onKeyDown}
      onDoubleClick={painted.goTo}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        minZoom={large ? 0.02 : 0.15}
        maxZoom={2}
        nodesFocusable={false}
        edgesFocusable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        nodeDragThreshold={LEAST_DRAG}
        onNodeClick={(_event, node) => focusOn(node.id)}
        onPaneClick={(event) => focusOn(painted.under(event))}
        onPaneMouseMove={(event) => hover(painted.under(event))}
        onPaneMouseLeave={() => hover(null)}
        onNodeMouseEnter={(_event, node) => hover(node.id)}
        onNodeMouseLeave={() => hover(null)}
        onMove={moved}
        onNodeDrag={(_event, node) => setDragged({ id: node.id, point: node.position })}
        onNodeDragStop={(_event, node) => {
          if (dragged) edit?.run(edit.edits.place(node.data.place, { x: Math.round(node.position.x), y: Math.round(node.position.y) }));
          setDragged(null);
        }}
      >
        {ground}
        <Panel position="top-left" className={css["top"] ?? ""}>
          {props.children}
          <Quick place={selected} edit={edit} />
        </Panel>
        <Panel position="bottom-left" className={css["bottom"] ?? ""}>
          <ZoomButtons at={at} />
          <Legend layers={layers} asOf={map.asOf} />
        </Panel>
        <Corner places={map.stakeholders} at={at} />
      </ReactFlow>
      {large && <Pointed place={map.stakeholders.find((place) => place.id === hovered)} />}
      <Announced place={selected} />
    </div>
  );
}

/** Who is pointed at; while the view moves, cards pass under the pointer without being meant: it counts who is there in the end. */
function useHovered(): [string | null, (id: string | null) => void, () => void] {
  const [hovered, setHovered] = useState<string | null>(null);
  const settling = useRef<number | undefined>(undefined);
  const under = useRef<string | null>(null);
  const hover = (id: string | null) => {
    under.current = id;
    if (settling.current === undefined) setHovered(id);
  };
  // The end of a move is not told where the view came to rest where it was.
  const moved = () => {
    window.clearTimeout(settling.current);
    settling.current = window.setTimeout(() => {
      settling.current = undefined;
      setHovered(under.current);
    }, SETTLED);
  };
  return [hovered, hover, moved];
}

/** What is on the canvas: of a small map cards and lines, of a large one the cards in view, and the rest painted. */
function useScene(props: MapCanvasProps, large: boolean, hovered: string | null, dragged: Dragged | null) {
  const { map, at, layers, gaps, failed } = props;
  const near = useMemo(() => (hovered ? neighboursOf(map, hovered, layers) : null), [hovered, map, layers]);
  const cards = useCardsInView(at, large);
  const [steady] = useState(steadily);
  const selected = props.selected?.id ?? null;
  const nodes = steady(nodesOf(map, { ...props, selected, dragged, near, only: large ? new Set(cards).add(selected ?? "") : null }));
  const edges = useLines(map, { at, layers: large ? NO_LAYERS : layers, hovered, dragged });
  const paint = { map, at, layers, gaps, failed, near, pointed: hovered, cards };
  return { nodes, edges, ground: large ? <Painted {...paint} /> : <Background gap={24} size={1} /> };
}

function Quick({ place, edit }: { place: Place | null; edit: CanvasEdit | null }) {
  return place && edit && <QuickEdit place={place} edit={edit} />;
}

function Announced({ place }: { place: Place | null }) {
  const words = useSay();
  return (
    <p className="sr" aria-live="polite">
      {place && announce(place, words)}
    </p>
  );
}

/** The whole of a map in a corner, where there is more than a glance takes in. */
function Corner({ places, at }: { places: readonly Place[]; at: ReadonlyMap<string, Point> }) {
  const { t } = useTranslation();
  if (places.length <= 6) return null;
  if (places.length > LARGE) return <Overview places={places} at={at} />;
  return (
    <MiniMap<PersonNode>
      pannable
      ariaLabel={t("map.overview")}
      nodeClassName={(node) => `${css["mini"] ?? ""} support-${node.data.place.support ?? "UNKNOWN"}`}
      nodeBorderRadius={8}
    />
  );
}

/** Who is pointed at, where a name has no room on the card. */
function Pointed({ place }: { place: Place | undefined }) {
  return place ? <p className={css["pointed"]}>{[place.label, place.title].filter(Boolean).join(" · ")}</p> : null;
}

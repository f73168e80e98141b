import "@xyflow/react/dist/style.css";
import { Background, MiniMap, Panel, ReactFlow, useReactFlow } from "@xyflow/react";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Edit, Edits } from "../edits";
import { CARD, type Point } from "../layout";
import type { MapData, Place } from "../model";
import type { Change } from "../useChanged";
import type { Gap } from "../useInsights";
import type { Layer } from "../useMapUrl";
import { Legend } from "../Legend";
import { announce } from "./announce";
import css from "./Canvas.module.css";
import { neighboursOf } from "./edges";
import { nodesOf } from "./nodes";
import { PersonCard, type PersonNode } from "./PersonCard";
import { TieEdge } from "./TieEdge";
import { useLines } from "./useLines";
import { useSay } from "./useSay";
import { frame as room, ZoomButtons } from "./ZoomButtons";

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
/** A shaky hand is no drag. */
const LEAST_DRAG = 4;

export function MapCanvas({ map, at, layers, selected, select, changed, failed, gaps, edit, onKeyDown, children }: MapCanvasProps) {
  const { t } = useTranslation();
  const words = useSay();
  const [hovered, setHovered] = useState<string | null>(null);
  const [dragged, setDragged] = useState<{ id: string; point: Point } | null>(null);
  const near = useMemo(() => (hovered ? neighboursOf(map, hovered, layers) : null), [hovered, map, layers]);
  const frame = useRef<HTMLDivElement>(null);
  useKeepInView(frame, selected?.id ?? null, at);

  const nodes = nodesOf(map, { at, selected: selected?.id ?? null, dragged, changed, failed, gaps, near, edit });
  const edges = useLines(map, { at, layers, hovered, dragged });

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
      onKeyDown={onKeyDown}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        fitView
        fitViewOptions={{ padding: room(), maxZoom: 1.15 }}
        minZoom={0.15}
        maxZoom={2}
        nodesFocusable={false}
        edgesFocusable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        nodeDragThreshold={LEAST_DRAG}
        onlyRenderVisibleElements={map.stakeholders.length > 150}
        onNodeClick={(_event, node) => {
          select(node.id);
          frame.current?.focus({ preventScroll: true });
        }}
        onPaneClick={() => select(null)}
        onNodeMouseEnter={(_event, node) => setHovered(node.id)}
        onNodeMouseLeave={() => setHovered(null)}
        onNodeDrag={(_event, node) => setDragged({ id: node.id, point: node.position })}
        onNodeDragStop={(_event, node) => {
          const place = map.stakeholders.find((one) => one.id === node.id);
          if (dragged && place && edit) edit.run(edit.edits.place(place, { x: Math.round(node.position.x), y: Math.round(node.position.y) }));
          setDragged(null);
        }}
      >
        <Background gap={24} size={1} />
        <Panel position="top-left" className={css["top"] ?? ""}>
          {children}
        </Panel>
        <Panel position="bottom-left" className={css["bottom"] ?? ""}>
          <ZoomButtons />
          <Legend layers={layers} />
        </Panel>
        {map.stakeholders.length > 6 && (
          <MiniMap<PersonNode>
            pannable
            ariaLabel={t("map.overview")}
            nodeClassName={(node) => `${css["mini"] ?? ""} support-${node.data.place.support ?? "UNKNOWN"}`}
            nodeBorderRadius={8}
          />
        )}
      </ReactFlow>
      <p className="sr" aria-live="polite">
        {selected && announce(selected, words)}
      </p>
    </div>
  );
}

/** Bring a selected card into view when it is out of it, and let everything else be. */
function useKeepInView(frame: React.RefObject<HTMLDivElement | null>, id: string | null, at: ReadonlyMap<string, Point>): void {
  const flow = useReactFlow();
  const point = id === null ? undefined : at.get(id);
  const key = point && `${id ?? ""} ${point.x} ${point.y}`;
  const seen = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (!point || !frame.current || seen.current === key) return;
    seen.current = key;
    const zoom = flow.getZoom();
    const corner = flow.flowToScreenPosition(point);
    const box = frame.current.getBoundingClientRect();
    const inView =
      corner.x > box.left && corner.y > box.top + 70 && corner.x + CARD.width * zoom < box.right && corner.y + CARD.height * zoom < box.bottom;
    if (!inView) void flow.setCenter(point.x + CARD.width / 2, point.y + CARD.height / 2, { zoom: Math.max(zoom, 0.7), duration: 250 });
  }, [flow, frame, key, point]);
}

import { type Edge, type EdgeProps, useInternalNode } from "@xyflow/react";
import { CARD } from "../layout";
import { headOf, reportingPath } from "../paths";
import css from "./Canvas.module.css";
import type { TieData } from "./edges";

/** A tie between two cards, by where the cards are: ties have no points of attachment of their own. */
export function TieEdge({ source, target, data }: EdgeProps<Edge<TieData>>) {
  const [from, to] = [useInternalNode(source), useInternalNode(target)];
  if (!from || !to || !data) return null;
  const [a, b] = [from.internals.positionAbsolute, to.internals.positionAbsolute];
  return (
    <g className={css["line"]} data-dim={data.dimmed || undefined}>
      <title>{data.said}</title>
      {data.layer === "reporting" && <Line layer="reporting" path={reportingPath(b, a)} />}
      {data.layer === "knows" && <Line layer="knows" path={`M${middle(a)}L${middle(b)}`} />}
      {data.arrow && <Arrow data={data} arrow={data.arrow} />}
    </g>
  );
}

const middle = (point: { x: number; y: number }) => `${point.x + CARD.width / 2},${point.y + CARD.height / 2}`;

/** With room around it for a pointer: between its dashes there is nothing to point at. */
function Line({ layer, path, width }: { layer: TieData["layer"]; path: string; width?: number }) {
  return (
    <>
      <path className={css["hit"]} d={path} />
      <path className={css["tie"]} data-layer={layer} d={path} style={width === undefined ? undefined : { strokeWidth: width }} />
    </>
  );
}

function Arrow({ data: { tie, layer }, arrow }: { data: TieData; arrow: NonNullable<TieData["arrow"]> }) {
  const strength = tie.strength ?? 1;
  return (
    <g className={css["arrow"]} data-layer={layer}>
      <Line layer={layer} path={arrow.path} width={1.2 + strength * 0.35} />
      <path className={css["head"]} d={headOf(arrow, strength)} />
      {layer === "conflict" && <Clash {...arrow.sign} />}
    </g>
  );
}

export function Clash({ x, y }: { x: number; y: number }) {
  return (
    <g data-clash transform={`translate(${x},${y})`}>
      <circle className={css["clash"]} r="9" />
      <path className={css["bolt"]} d="M1.5-6-3.5 1H0L-1.5 6 3.5-1H0z" />
    </g>
  );
}

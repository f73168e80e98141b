import { type Edge, type EdgeProps, useInternalNode } from "@xyflow/react";
import { CARD } from "../layout";
import { headOf, influencePath, reportingPath } from "../paths";
import css from "./Canvas.module.css";
import type { TieData } from "./edges";

/** A tie between two cards, by where the cards are: ties have no points of attachment of their own. */
export function TieEdge({ source, target, data }: EdgeProps<Edge<TieData>>) {
  const [from, to] = [useInternalNode(source), useInternalNode(target)];
  if (!from || !to || !data) return null;
  const [a, b] = [from.internals.positionAbsolute, to.internals.positionAbsolute];
  const dim = data.dimmed || undefined;
  if (data.layer === "reporting") return <path className={css["tie"]} data-layer="reporting" data-dim={dim} d={reportingPath(b, a)} />;
  if (data.layer === "knows") {
    const middle = (point: { x: number; y: number }) => `${point.x + CARD.width / 2},${point.y + CARD.height / 2}`;
    return <path className={css["tie"]} data-layer="knows" data-dim={dim} d={`M${middle(a)}L${middle(b)}`} />;
  }
  const arrow = influencePath(a, b);
  const strength = data.tie.strength ?? 1;
  return (
    <g data-dim={dim} className={css["arrow"]} data-layer={data.layer}>
      <path className={css["tie"]} data-layer={data.layer} d={arrow.path} style={{ strokeWidth: 1.2 + strength * 0.35 }} />
      <path className={css["head"]} d={headOf(arrow, strength)} />
      {data.layer === "conflict" && (
        <g transform={`translate(${arrow.middle.x},${arrow.middle.y})`}>
          <circle className={css["clash"]} r="9" />
          <path className={css["bolt"]} d="M1.5-6-3.5 1H0L-1.5 6 3.5-1H0z" />
        </g>
      )}
    </g>
  );
}

import type { Drawn } from "../map/arrows";
import { CARD, type Point } from "../map/layout";
import type { Tie } from "../map/model";
import { headOf, reportingPath } from "../map/paths";
import { layerOf } from "../map/canvas/edges";
import type { Layer } from "../map/useMapUrl";
import { colour } from "./palette";

const DASHES: Record<Layer, string | undefined> = { reporting: undefined, influence: "6 4", conflict: "1.5 5", knows: "2 3" };

/** How a line of a layer is drawn. */
export const strokeOf = (layer: Layer, strength = 1) => ({
  fill: "none",
  stroke: colour(layer),
  strokeWidth: layer === "influence" || layer === "conflict" ? 1.2 + strength * 0.35 : 1.5,
  strokeDasharray: DASHES[layer],
  strokeLinecap: layer === "conflict" ? ("round" as const) : undefined,
});

interface TieDrawingProps {
  tie: Tie;
  from: Point;
  to: Point;
  /** Of an influence or a conflict. */
  arrow: Drawn | undefined;
}

export function TieDrawing({ tie, from, to, arrow }: TieDrawingProps) {
  const layer = layerOf(tie);
  const stroke = strokeOf(layer, tie.strength ?? 1);
  if (layer === "reporting") return <path data-layer={layer} d={reportingPath(to, from)} {...stroke} />;
  if (layer === "knows") return <path data-layer={layer} d={`M${middle(from)}L${middle(to)}`} {...stroke} />;
  if (!arrow) return null;
  return (
    <g data-layer={layer}>
      <path d={arrow.path} {...stroke} />
      <path d={headOf(arrow, tie.strength ?? 1)} fill={stroke.stroke} />
      {layer === "conflict" && (
        <g transform={`translate(${arrow.sign.x},${arrow.sign.y})`}>
          <circle r="9" fill={colour("card")} stroke={stroke.stroke} strokeWidth="1.4" />
          <path d="M1.5-6-3.5 1H0L-1.5 6 3.5-1H0z" fill={stroke.stroke} />
        </g>
      )}
    </g>
  );
}

const middle = (point: Point): string => `${point.x + CARD.width / 2},${point.y + CARD.height / 2}`;

import type { Influence, Support } from "../gql/graphql";
import css from "./Disc.module.css";
import { arcOf, STROKES } from "./glyphs";
import { GLYPH, RING } from "./model";

interface DiscProps {
  support: Support | null;
  size: number;
  /** With the ring of influence: a string, null where it is not known, undefined for no ring. */
  influence?: Influence | null;
}

/** Support as colour and glyph, in a ring of three parts for influence. */
export function Disc({ support, size, influence }: DiscProps) {
  const ring = influence !== undefined;
  const filled = influence ? RING[influence] : 0;
  return (
    <svg className={css["disc"]} data-support={support ?? "UNKNOWN"} width={size} height={size} viewBox="-24 -24 48 48" aria-hidden="true">
      {ring &&
        [0, 1, 2].map((part) => (
          <path key={part} className={css["arc"]} data-filled={part < filled || undefined} data-unknown={influence === null || undefined} d={arcOf(part)} />
        ))}
      <circle className={css["plate"]} r={ring ? 15.5 : 22} />
      <Glyph support={support} scale={ring ? 1 : 1.4} />
    </svg>
  );
}

function Glyph({ support, scale }: { support: Support | null; scale: number }) {
  if (support === null)
    return (
      <text className={css["question"]} textAnchor="middle" y={5.5 * scale} fontSize={16 * scale}>
        {GLYPH.UNKNOWN}
      </text>
    );
  return <path className={css["glyph"]} d={STROKES[support]} transform={`scale(${scale})`} />;
}

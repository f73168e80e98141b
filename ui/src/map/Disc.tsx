import type { Influence, Support } from "../gql/graphql";
import css from "./Disc.module.css";
import { GLYPH, RING } from "./model";

interface DiscProps {
  support: Support | null;
  size: number;
  /** With the ring of influence: a string, null where it is not known, undefined for no ring. */
  influence?: Influence | null;
}

const THIRD = 120;
const SLIT = 16;

/** Support as colour and glyph, in a ring of three parts for influence. */
export function Disc({ support, size, influence }: DiscProps) {
  const ring = influence !== undefined;
  const filled = influence ? RING[influence] : 0;
  return (
    <svg className={css["disc"]} data-support={support ?? "UNKNOWN"} width={size} height={size} viewBox="-24 -24 48 48" aria-hidden="true">
      {ring &&
        [0, 1, 2].map((part) => (
          <path key={part} className={css["arc"]} data-filled={part < filled || undefined} data-unknown={influence === null || undefined} d={arc(part)} />
        ))}
      <circle className={css["plate"]} r={ring ? 15.5 : 22} />
      <Glyph support={support} scale={ring ? 1 : 1.4} />
    </svg>
  );
}

function arc(part: number): string {
  const at = (angle: number) => `${(21 * Math.sin((angle * Math.PI) / 180)).toFixed(2)},${(-21 * Math.cos((angle * Math.PI) / 180)).toFixed(2)}`;
  return `M${at(part * THIRD + SLIT / 2)}A21,21 0 0 1 ${at((part + 1) * THIRD - SLIT / 2)}`;
}

/** Drawn, not written: a font would put it off the middle, and have another one on each machine. */
const STROKES: Record<Support, string> = {
  SPONSOR: "M0-7V7M-6-3.5 6 3.5M-6 3.5 6-3.5",
  SUPPORTER: "M0-6.5V6.5M-6.5 0H6.5",
  NEUTRAL: "M-6-3H6M-6 3H6",
  NON_SUPPORTER: "M-6.5 0H6.5",
  OPPONENT: "M-5.2-5.2 5.2 5.2M-5.2 5.2 5.2-5.2",
};

function Glyph({ support, scale }: { support: Support | null; scale: number }) {
  if (support === null)
    return (
      <text className={css["question"]} textAnchor="middle" y={5.5 * scale} fontSize={16 * scale}>
        {GLYPH.UNKNOWN}
      </text>
    );
  return <path className={css["glyph"]} d={STROKES[support]} transform={`scale(${scale})`} />;
}

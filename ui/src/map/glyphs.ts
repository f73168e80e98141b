import type { Support } from "../gql/graphql";

const THIRD = 120;
const SLIT = 16;

/** One of the ring's three parts (0–2, clockwise from the top), around a middle at 0,0. */
export function arcOf(part: number): string {
  const at = (angle: number) => `${(21 * Math.sin((angle * Math.PI) / 180)).toFixed(2)},${(-21 * Math.cos((angle * Math.PI) / 180)).toFixed(2)}`;
  return `M${at(part * THIRD + SLIT / 2)}A21,21 0 0 1 ${at((part + 1) * THIRD - SLIT / 2)}`;
}

/** Drawn, not written: a font would put it off the middle, and have another one on each machine. */
export const STROKES: Record<Support, string> = {
  SPONSOR: "M0-7V7M-6-3.5 6 3.5M-6 3.5 6-3.5",
  SUPPORTER: "M0-6.5V6.5M-6.5 0H6.5",
  NEUTRAL: "M-6-3H6M-6 3H6",
  NON_SUPPORTER: "M-6.5 0H6.5",
  OPPONENT: "M-5.2-5.2 5.2 5.2M-5.2 5.2 5.2-5.2",
};

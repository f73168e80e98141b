import type { ReactNode } from "react";
import { INFLUENCES, ROLES, SUPPORTS } from "../map/model";
import type { Layer } from "../map/useMapUrl";
import { NeverMetSign, Plate, Ring, RoleSign, SeveritySign } from "./CardDrawing";
import type { LegendWords } from "./MapDrawing";
import { colour } from "./palette";
import { strokeOf } from "./TieDrawing";
import { type Font, widthOf } from "./text";

const FONT: Font = { size: 12 };
type Sign = [key: string, text: string, sign: ReactNode];
const LINE = 24;
const SIGN = 26;
const GAP = 18;

interface Entry {
  key: string;
  text: string;
  sign: ReactNode;
  x: number;
  line: number;
}

/** What the signs of a picture mean, in lines no wider than it; what belongs together stays on one line where it can. */
export function legendOf(layers: readonly Layer[], words: LegendWords, width: number): { entries: Entry[]; height: number } {
  const entries: Entry[] = [];
  let [x, line] = [0, 0];
  for (const signs of groupsOf(layers, words)) {
    if (x > 0 && x + signs.reduce((sum, [, text]) => sum + wideOf(text) + GAP, -GAP) > width) [x, line] = [0, line + 1];
    for (const [key, text, sign] of signs) {
      if (x > 0 && x + wideOf(text) > width) [x, line] = [0, line + 1];
      entries.push({ key, text, sign, x, line });
      x += wideOf(text) + GAP;
    }
  }
  return { entries, height: (line + 1) * LINE };
}

const wideOf = (text: string): number => SIGN + widthOf(text, FONT);

const groupsOf = (layers: readonly Layer[], words: LegendWords): Sign[][] => [
  [...SUPPORTS, null].map((support): Sign => [support ?? "?", words.support(support), <Disc key="sign"><Plate support={support} r={22} scale={1.4} /></Disc>]),
  ROLES.map((role): Sign => [role, words.label("BuyingRole", role), <RoleSign key="sign" role={role} held x={0.5} y={-8.5} />]),
  INFLUENCES.map((one): Sign => [one, words.label("Influence", one), <Disc key="sign"><Ring influence={one} of={colour("muted")} /></Disc>]),
  layers.map((layer): Sign => [layer, words.layer(layer), <path key="sign" d="M0 0H20" {...strokeOf(layer, 2)} />]),
  [
    ["finding", words.finding, <g key="sign" transform="translate(9.5,0) scale(0.8)"><SeveritySign severity="WARNING" x={0} y={0} /></g>],
    ["neverMet", words.neverMet, <NeverMetSign key="sign" x={2.5} y={-7} />],
  ],
];

export function LegendDrawing({ entries, x, y }: { entries: readonly Entry[]; x: number; y: number }) {
  return (
    <g transform={`translate(${x},${y})`} data-legend>
      {entries.map((entry) => (
        <g key={entry.key} transform={`translate(${entry.x},${(entry.line + 0.5) * LINE})`}>
          {entry.sign}
          <text x={SIGN} y="4.2" fontSize={FONT.size} fill={colour("ink")}>
            {entry.text}
          </text>
        </g>
      ))}
    </g>
  );
}

/** A sign of 48 across, made as small as the text beside it. */
const Disc = ({ children }: { children: ReactNode }) => <g transform="translate(9.5,0) scale(0.4)">{children}</g>;

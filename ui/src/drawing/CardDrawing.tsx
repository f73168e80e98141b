import { arcOf, STROKES } from "../map/glyphs";
import { CARD } from "../map/layout";
import { GLYPH, type Place, RING, ROLE_LETTER, ROLES } from "../map/model";
import type { BuyingRole, Influence, Severity, Support } from "../gql/graphql";
import type { Change } from "../map/useChanged";
import { announce, type Words } from "../map/canvas/announce";
import { colour, supportColour } from "./palette";
import { type Font, linesOf, widthOf } from "./text";

interface CardDrawingProps {
  place: Place;
  x: number;
  y: number;
  severity: Severity | null;
  change: Change | null;
  words: DrawingWords;
}

export interface DrawingWords extends Words {
  /** Of somebody without a name. */
  placeholder: string;
  /** Of somebody who was not there before. */
  new: string;
}

const DISC = { x: 35, y: CARD.height / 2 };
const WORDS = { x: 68, width: 139 };
const NAME: Font = { size: 13.5, bold: true };
const LONG_NAME: Font = { size: 11, bold: true };
const TITLE: Font = { size: 11 };
const SLOT = 17;

/** Somebody's card as on the canvas, with more of a long name, since nobody can point at a picture. */
export function CardDrawing({ place, x, y, severity, change, words }: CardDrawingProps) {
  const of = supportColour(place.support);
  const dashed = place.placeholder ? "4 3" : undefined;
  return (
    <g role="img" aria-label={announce(place, words)} data-person={place.id} transform={`translate(${x},${y})`} opacity={place.leftAt ? 0.55 : undefined}>
      <title>{place.label}</title>
      <rect x="0.5" y="0.5" width={CARD.width - 1} height={CARD.height - 1} rx="8.5" fill={colour(place.placeholder ? "canvas" : "card")} stroke={colour("border")} strokeDasharray={dashed} />
      <path d={`M2.5 8V${CARD.height - 8}`} stroke={of} strokeWidth="5" strokeLinecap={place.support ? "round" : undefined} strokeDasharray={place.support ? undefined : "7 4"} />
      <g transform={`translate(${DISC.x},${DISC.y})`}>
        <Ring influence={place.influence} of={place.support ? of : colour("muted")} />
        <Plate support={place.support} r={15.5} scale={1} />
      </g>
      <Text place={place} change={change} words={words} />
      {severity && <SeveritySign severity={severity} x={CARD.width - 4} y={2} />}
    </g>
  );
}

interface TextProps {
  place: Place;
  change: Change | null;
  words: DrawingWords;
}

/** Name, title, and the roles in their fixed places. */
function Text({ place, change, words }: TextProps) {
  const font = widthOf(place.label, NAME) <= WORDS.width ? NAME : LONG_NAME;
  const names = linesOf(place.label, WORDS.width, font, font === NAME ? 1 : 3);
  const titles = linesOf(place.title ?? (place.placeholder ? words.placeholder : ""), WORDS.width, TITLE, names.length > 1 ? 1 : 2);
  const [nameStep, titleStep] = [font === NAME ? 17 : 12.5, 13];
  const height = names.length * nameStep + titles.length * titleStep + 4 + SLOT;
  const top = (CARD.height - height) / 2;
  const foot = top + height - SLOT;
  return (
    <>
      {names.map((line, index) => (
        <text key={index} x={WORDS.x} y={top + (index + 0.8) * nameStep} fontSize={font.size} fontWeight="700" fill={colour("ink")} textDecoration={place.leftAt ? "line-through" : undefined}>
          {line}
        </text>
      ))}
      {titles.map((line, index) => (
        <text key={index} x={WORDS.x} y={top + names.length * nameStep + (index + 0.8) * titleStep} fontSize={TITLE.size} fill={colour("muted")}>
          {line}
        </text>
      ))}
      {ROLES.map((role, index) => (
        <RoleSign key={role} role={role} held={place.roles.includes(role)} x={WORDS.x + index * (SLOT + 3)} y={foot} />
      ))}
      <Signs place={place} change={change} words={words} y={foot} />
    </>
  );
}

/** To the right of the roles: what changed, and whether we never met. */
function Signs({ place, change, words, y }: TextProps & { y: number }) {
  const right = WORDS.x + WORDS.width;
  const neverMet = place.coverage.value === "NONE";
  const said = change && (change.before === undefined ? words.new : `${GLYPH[change.before ?? "UNKNOWN"]}→${GLYPH[change.after ?? "UNKNOWN"]}`);
  return (
    <>
      {neverMet && <NeverMetSign x={right - 14} y={y + 1.5} />}
      {said && (
        <text x={right - (neverMet ? 18 : 0)} y={y + 12.2} textAnchor="end" fontSize="10.5" fontWeight="700" fill={colour("muted")}>
          {said}
        </text>
      )}
    </>
  );
}

export function RoleSign({ role, held, x, y }: { role: BuyingRole; held: boolean; x: number; y: number }) {
  const filled = held && role !== "USER";
  return (
    <g transform={`translate(${x},${y})`} data-role={role} data-held={held || undefined}>
      <rect
        x="0.5"
        y="0.5"
        width={SLOT - 1}
        height={SLOT - 1}
        rx={held && role === "APPROVER" ? (SLOT - 1) / 2 : 4}
        fill={filled ? colour("ink") : "none"}
        stroke={colour(held ? "ink" : "border")}
        strokeWidth={held && !filled ? 1.5 : 1}
      />
      <text x={SLOT / 2} y={SLOT / 2 + 3.6} textAnchor="middle" fontSize="10" fontWeight="700" fill={colour(filled ? "card" : held ? "ink" : "faint")}>
        {ROLE_LETTER[role]}
      </text>
    </g>
  );
}

export function Ring({ influence, of }: { influence: Influence | null; of: string }) {
  const filled = influence ? RING[influence] : 0;
  return [0, 1, 2].map((part) => (
    <path
      key={part}
      d={arcOf(part)}
      data-filled={part < filled || undefined}
      fill="none"
      stroke={part < filled ? of : colour(influence ? "track" : "faint")}
      strokeWidth={influence ? 4 : 1.5}
      strokeDasharray={influence ? undefined : "2 3"}
    />
  ));
}

/** A support as a coloured disc with its glyph, around 0,0. */
export function Plate({ support, r, scale }: { support: Support | null; r: number; scale: number }) {
  if (support === null)
    return (
      <>
        <circle r={r} fill={colour("card")} stroke={colour("muted")} strokeWidth="1.6" strokeDasharray="3.5 2.8" />
        <text y={5.5 * scale} textAnchor="middle" fontSize={16 * scale} fontWeight="700" fill={colour("muted")}>
          {GLYPH.UNKNOWN}
        </text>
      </>
    );
  return (
    <>
      <circle r={r} fill={supportColour(support)} />
      <path d={STROKES[support]} transform={`scale(${scale})`} fill="none" stroke="#ffffff" strokeWidth="2.6" strokeLinecap="round" />
    </>
  );
}

const SEVERITIES: Record<Severity, { fill: string; line: string; mark: string }> = {
  INFO: { fill: "card", line: "muted", mark: "muted" },
  WARNING: { fill: "gap", line: "ink", mark: "ink" },
  CRITICAL: { fill: "opponent", line: "opponent", mark: "card" },
};

/** A triangle around a point: the rules find something. */
export function SeveritySign({ severity, x, y }: { severity: Severity; x: number; y: number }) {
  const { fill, line, mark } = SEVERITIES[severity];
  return (
    <g transform={`translate(${x},${y})`} data-severity={severity}>
      <circle r="12" fill={colour("card")} stroke={colour("border")} />
      <g transform="translate(-8,-8.6) scale(0.8)">
        <path d="M10 2.5 18 17H2z" fill={colour(fill)} stroke={colour(line)} strokeWidth="1.5" strokeLinejoin="round" />
        <path d="M10 8v4M10 14.4v.2" fill="none" stroke={colour(mark)} strokeWidth="1.7" strokeLinecap="round" />
      </g>
    </g>
  );
}

export function NeverMetSign({ x, y }: { x: number; y: number }) {
  return (
    <g transform={`translate(${x},${y}) scale(${14 / 24})`} fill="none" stroke={colour("ink")} strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
      <circle cx="12" cy="8" r="4" />
      <path d="M4 21c0-4 3.5-7 8-7 1.6 0 3 .4 4.3 1M16 20l5-5M16 15l5 5" />
    </g>
  );
}

/** How wide text comes out, and how it is fitted: a drawing has nothing that would wrap or cut it by itself. */

const SEGMENTS = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What a reader takes for one character each. */
export const charactersOf = (text: string): string[] => Array.from(SEGMENTS.segment(text), (one) => one.segment);

const WIDE = /[\u1100-\u115f\u2018-\u201d\u2014\u2026\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NARROW = /[ ijlftrI.,;:'|!()[\]/\-·]/;
const BROAD = /[A-ZmwMW@%&+=]/;

/** In parts of the size, as in a broad font: which one will show it is not known here. */
function shareOf(character: string): number {
  if (WIDE.test(character)) return 1;
  if (NARROW.test(character)) return 0.38;
  return BROAD.test(character) ? 0.78 : 0.61;
}

export interface Font {
  /** In pixels. */
  size: number;
  bold?: boolean;
}

const advance = (character: string, { size, bold = false }: Font): number => shareOf(character) * (bold && !WIDE.test(character) ? 1.1 : 1) * size;

/** In pixels; rather too much than too little. */
export const widthOf = (text: string, font: Font): number => charactersOf(text).reduce((sum, character) => sum + advance(character, font), 0);

/** The longest beginning that is no wider. */
function beginning(text: string, width: number, font: Font): string {
  let [end, used] = [0, 0];
  for (const character of charactersOf(text)) {
    used += advance(character, font);
    if (used > width + 1e-6) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** As much of a text as fits into a width, with an ellipsis where that is not all. */
export function fitted(text: string, width: number, font: Font): string {
  if (beginning(text, width, font) === text) return text;
  return `${beginning(text, width - advance("…", font), font).trimEnd()}…`;
}

/** A text in at most `most` lines, broken at spaces and between Chinese characters, and within what is longer than a line. */
export function linesOf(text: string, width: number, font: Font, most: number): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== "" && lines.length < most - 1) {
    const line = firstLine(rest, width, font);
    lines.push(line.trimEnd());
    rest = rest.slice(line.length).trimStart();
  }
  if (rest !== "") lines.push(fitted(rest, width, font));
  return lines;
}

function firstLine(text: string, width: number, font: Font): string {
  const line = beginning(text, width, font) || (charactersOf(text)[0] ?? "");
  const next = String.fromCodePoint(text.codePointAt(line.length) ?? 32);
  if (next === " " || WIDE.test(next)) return line;
  let whole = 0;
  let end = 0;
  for (const character of charactersOf(line)) {
    end += character.length;
    if (character === " " || WIDE.test(character)) whole = end;
  }
  return whole === 0 ? line : line.slice(0, whole);
}

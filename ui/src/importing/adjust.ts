import type { ImportFileInput, ImportedFilesQuery, SaidEncoding } from "../gql/graphql";

export type ImportedFile = NonNullable<ImportedFilesQuery["import"]>["files"][number];

/** What the reader says of a file that it does not say itself, or says wrongly. */
export interface Said {
  table?: string;
  encoding?: SaidEncoding;
  /** By a column's number, the heading that it is; null: none. */
  columns: Readonly<Record<number, string | null>>;
}

/** By name, the files that are to be imported, in the order in which they came. */
export type Chosen = Readonly<Record<string, Said>>;

export const UNSAID: Said = { columns: {} };
export const ENCODINGS: readonly SaidEncoding[] = ["UTF_8", "UTF_16", "GB18030", "BIG5", "WINDOWS_1252"];

/** What the server is told; the same choice makes the same input. */
export const inputOf = (chosen: Chosen): ImportFileInput[] =>
  Object.entries(chosen).map(([name, said]) => ({
    name,
    ...(said.table && { table: said.table }),
    ...(said.encoding && { encoding: said.encoding }),
    ...(Object.keys(said.columns).length > 0 && {
      columns: Object.entries(said.columns).map(([number, heading]) => ({ number: Number(number), heading })),
    }),
  }));

const keyOf = (importId: string) => `rapport.import.${importId}`;

/** Remember what was said of an upload's files, as long as the window is open: the files stay with the server. */
export function remember(importId: string, chosen: Chosen): void {
  try {
    sessionStorage.setItem(keyOf(importId), JSON.stringify(chosen));
  } catch {
    // Without storage it has to be said again when the page is loaded anew.
  }
}

/** What was said before the page was loaded anew. */
export function remembered(importId: string | null): Chosen {
  try {
    return importId === null ? {} : (JSON.parse(sessionStorage.getItem(keyOf(importId)) ?? "{}") as Chosen);
  } catch {
    return {};
  }
}

/** With another table, what was said of the columns means nothing any more. */
export const sayTable = (said: Said, table: string): Said => ({ ...said, table, columns: {} });

/** A heading belongs to one column: where it was before, nothing is. */
export function sayHeading(said: Said, file: ImportedFile, number: number, heading: string | null): Said {
  const before = file.columns.find((column) => column.number !== number && column.heading?.key === heading);
  return { ...said, columns: { ...said.columns, ...(heading && before && { [before.number]: null }), [number]: heading } };
}

export const without = (chosen: Chosen, name: string): Chosen =>
  Object.fromEntries(Object.entries(chosen).filter(([other]) => other !== name));

/** “840 B”, “12 kB”, “3.4 MB”. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

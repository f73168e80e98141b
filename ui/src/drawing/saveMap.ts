import { createElement } from "react";
import { download } from "../shared/download";
import { MapDrawing, type MapDrawingProps } from "./MapDrawing";
import { fileName, pngOf, svgOf } from "./save";

export type PictureKind = "png" | "svg";

/** Hand the reader a file with the whole map; resolves to its name, and rejects where the browser cannot make it. */
export async function saveMap(drawing: MapDrawingProps, name: readonly (string | null)[], kind: PictureKind): Promise<string> {
  const svg = svgOf(createElement(MapDrawing, drawing));
  const file = fileName(name, kind);
  download(kind === "png" ? await pngOf(svg) : new Blob([svg], { type: "image/svg+xml" }), file);
  return file;
}

import type { ReactElement } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { charactersOf } from "./text";

const SHARP = 2;
/** What browsers make a canvas of: no side longer, no area larger. */
const LONGEST_SIDE = 16_384;
const LARGEST_AREA = 2 ** 27;

/** How many pixels of a picture one of a drawing becomes: two, or fewer where that is more than a browser makes. */
export const sharpness = (width: number, height: number): number =>
  Math.min(SHARP, LONGEST_SIDE / Math.max(width, height), Math.sqrt(LARGEST_AREA / (width * height)));

/** The file of a drawing: an `<svg>` element as text. */
export function svgOf(drawing: ReactElement): string {
  const host = document.createElement("div");
  const root = createRoot(host);
  flushSync(() => root.render(drawing));
  const text = host.firstElementChild ? new XMLSerializer().serializeToString(host.firstElementChild) : "";
  root.unmount();
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}`;
}

/** The same as a picture. Rejects where the browser cannot make one so large. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  const scale = sharpness(image.width, image.height);
  [canvas.width, canvas.height] = [Math.floor(image.width * scale), Math.floor(image.height * scale)];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((made) => (made ? resolve(made) : reject(new Error(`${canvas.width} × ${canvas.height}`))), "image/png");
  });
}

/** A name that every system takes for a file. */
export const fileName = (parts: readonly (string | null)[], ending: string): string => {
  const plain = parts.filter(Boolean).join(" ").replace(/[\p{Cc}\\/:*?"<>|]+/gu, " ").replace(/\s+/g, " ").trim();
  return `${charactersOf(plain).slice(0, 80).join("").trim() || "map"}.${ending}`;
};

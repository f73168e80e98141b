/** Hand the reader a file. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has taken the address when the click returns; it reads what is behind it a little later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const target = join(import.meta.dirname, "..", "app", "static", "ui");

/** The server has no time to pack a file for each reader: it finds them packed. */
function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    closeBundle() {
      const folder = join(target, "assets");
      for (const name of readdirSync(folder).filter((one) => /\.(js|css)$/.test(one))) {
        writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }));
      }
    },
  };
}

const server = `http://127.0.0.1:${process.env["RAPPORT_PORT"] ?? "8000"}`;

export default defineConfig({
  plugins: [react(), packed()],
  // A picture inside a style sheet would need `data:` in the policy of what may be shown.
  build: { outDir: target, emptyOutDir: true, assetsInlineLimit: 0, manifest: "manifest.json", target: "es2022", chunkSizeWarningLimit: 700 },
  server: { proxy: { "/graphql": server, "/imports": server } },
  test: {
    include: ["src/**/*.test.ts"],
    environment: "node",
    // They are functions of their arguments, with nothing to keep apart: a process for each file took most of the time.
    isolate: false,
    // Drawings read their colours there.
    css: { include: /tokens\.css/ },
  },
});

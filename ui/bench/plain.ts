import "@xyflow/react/dist/style.css";
import { ReactFlow } from "@xyflow/react";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

/** What React Flow itself takes on this machine: `?people=200` plain nodes and as many lines, and nothing else. */
const people = Number(new URLSearchParams(location.search).get("people"));
const columns = Math.ceil(Math.sqrt(people));
const nodes = Array.from({ length: people }, (_, index) => ({
  id: String(index),
  position: { x: (index % columns) * 250, y: Math.floor(index / columns) * 130 },
  data: { label: `Person ${index}` },
}));
const edges = Array.from({ length: people - 1 }, (_, index) => ({ id: String(index), source: String(index), target: String(index + 1) }));

createRoot(document.getElementById("root") ?? document.body).render(
  createElement(ReactFlow, { nodes, edges, fitView: true, minZoom: 0.02, onlyRenderVisibleElements: people > 150 }),
);

// The GraphQL IDE: a list of ready queries, who is asking, and GraphiQL itself.
"use strict";

const ready = window.RAPPORT_QUERIES;
const IDENTITY = "rapport:identity";
const opened = new URLSearchParams(location.search).get("query");

/** A seller's e-mail in the demo, a bearer token elsewhere; kept for this browser tab alone. */
function identityHeaders() {
  const identity = sessionStorage.getItem(IDENTITY) ?? "";
  if (!identity) return {};
  return identity.includes("@") ? { "X-Rapport-User": identity } : { Authorization: `Bearer ${identity}` };
}

async function fetcher(parameters, options) {
  const response = await fetch("graphql", {
    method: "POST",
    headers: {
      Accept: "application/graphql-response+json",
      "Content-Type": "application/json",
      ...identityHeaders(),
      ...options?.headers,
    },
    body: JSON.stringify(parameters),
  });
  return response.json();
}

const root = ReactDOM.createRoot(document.getElementById("graphiql"));

function show(tabs, key) {
  root.render(
    React.createElement(GraphiQL, { key, fetcher, defaultTabs: tabs, shouldPersistHeaders: false, storage: memory() }),
  );
}

/** What was typed is kept while the page is open: queries can hold customers' names. */
function memory() {
  const kept = new Map();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
    clear: () => kept.clear(),
    get length() {
      return kept.size;
    },
  };
}

function chooser() {
  const label = document.createElement("label");
  const select = document.createElement("select");
  select.id = "queries";
  select.append(new Option("Ready queries …", ""));
  ready.forEach(({ title }, index) => select.append(new Option(title, String(index))));
  select.addEventListener("change", () => {
    if (select.value !== "") show([ready[Number(select.value)]], select.value);
  });
  label.append(select);
  return label;
}

function identity() {
  const input = document.createElement("input");
  input.placeholder = "Viewer: e-mail (demo) or token";
  input.setAttribute("aria-label", input.placeholder);
  input.autocomplete = "off";
  input.value = sessionStorage.getItem(IDENTITY) ?? "";
  input.addEventListener("change", () => sessionStorage.setItem(IDENTITY, input.value.trim()));
  return input;
}

document.getElementById("ready").append(chooser(), identity());
show(opened ? [{ query: opened }] : ready.slice(0, 5), "first");

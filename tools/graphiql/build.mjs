// Puts the GraphQL IDE into app/static/graphiql/: the published bundles, our page, and the queries of docs/queries.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const target = join(root, "app", "static", "graphiql");

const FILES = {
  "index.html": "index.html",
  "page.css": "page.css",
  "page.js": "page.js",
  "node_modules/graphiql/graphiql.min.css": "graphiql.css",
  "node_modules/graphiql/graphiql.min.js": "graphiql.js",
  "node_modules/graphiql/LICENSE": "graphiql.LICENSE.txt",
  "node_modules/react/umd/react.production.min.js": "react.js",
  "node_modules/react/LICENSE": "react.LICENSE.txt",
  "node_modules/react-dom/umd/react-dom.production.min.js": "react-dom.js",
};

/** A query's name is its file's; variables stand in a file NAME.variables.json beside it. */
function readyQueries(folder) {
  const names = readdirSync(folder).sort();
  return names
    .filter((name) => name.endsWith(".graphql"))
    .map((name) => {
      const variables = name.replace(/\.graphql$/, ".variables.json");
      return {
        title: basename(name, ".graphql").replaceAll("-", " "),
        query: readFileSync(join(folder, name), "utf8"),
        variables: names.includes(variables) ? readFileSync(join(folder, variables), "utf8") : "",
      };
    });
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [from, to] of Object.entries(FILES)) {
  copyFileSync(join(here, from), join(target, to));
}
const queries = JSON.stringify(readyQueries(join(root, "docs", "queries")));
writeFileSync(join(target, "queries.js"), `window.RAPPORT_QUERIES = ${queries};\n`);

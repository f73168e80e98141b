import "@mantine/core/styles/baseline.css";
import "@mantine/core/styles/default-css-variables.css";
import "@mantine/core/styles/global.css";
import "./app/mantine.css";
import "./app/tokens.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./api/queries";
import { App } from "./app/App";
import { theme } from "./app/theme";
import { startLanguages } from "./i18n";
import { readSoon } from "./map/readSoon";

startLanguages();
readSoon(location);
createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    {/* Variables and classes are in style sheets of ours: the policy lets no script write a style element. */}
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);

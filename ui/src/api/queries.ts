import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./client";

const listeners = new Set<() => void>();

/** Be told that the server wants to know who is asking. */
export function onUnauthenticated(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function look(error: Error): void {
  if (error instanceof ApiError && error.kind === "unauthenticated") listeners.forEach((tell) => tell());
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: look }),
  mutationCache: new MutationCache({ onError: look }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      networkMode: "always",
      retry: (times, error) => error instanceof ApiError && error.kind === "offline" && times < 1,
      retryDelay: 400,
    },
    mutations: { networkMode: "always" },
  },
});

import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./client";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      networkMode: "always",
      refetchOnReconnect: true,
      // Whoever leafs through hundreds of maps keeps the last few of them.
      gcTime: 20_000,
      retry: (times, error) => error instanceof ApiError && error.kind === "offline" && times < 1,
      retryDelay: 400,
    },
    mutations: { networkMode: "always" },
  },
});

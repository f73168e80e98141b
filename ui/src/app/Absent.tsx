import type { UseQueryResult } from "@tanstack/react-query";
import { ApiError } from "../api/client";
import { Failed, Waiting } from "../shared/Waiting";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";

/** A page whose subject is not here: still on its way, lost to an error, or nothing that may be seen. */
export function Absent({ title, query }: { title: string; query: Pick<UseQueryResult, "error" | "isSuccess" | "refetch"> }) {
  const { error, isSuccess, refetch } = query;
  if (isSuccess || (error instanceof ApiError && error.kind === "missing")) return <NotFound />;
  return <Shell title={title}>{error ? <Failed error={error} retry={() => void refetch()} /> : <Waiting />}</Shell>;
}

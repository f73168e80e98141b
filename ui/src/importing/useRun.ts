import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "../api/client";
import type { ImportFileInput, ImportRunNowQuery } from "../gql/graphql";
import { UNDO } from "../map/edits.graphql";
import { CHECK, IMPORT, RUN } from "./importing.graphql";

export type Run = NonNullable<NonNullable<ImportRunNowQuery["import"]>["run"]>;
export type Report = NonNullable<Run["report"]>;

const POLL_MS = 400;
/** What times go by that name no zone. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const isGoing = (run: Run | null | undefined): boolean => run?.state === "WAITING" || run?.state === "RUNNING";

const ask = async (id: string, signal?: AbortSignal): Promise<Run | null> => (await request(RUN, { id }, signal)).import?.run ?? null;
const pause = () => new Promise((resolve) => setTimeout(resolve, POLL_MS));

/** The latest check or import of an upload, asked again while it goes on: also after the page was loaded anew. */
export const useRun = (id: string | null) =>
  useQuery({
    queryKey: ["import", id, "run"],
    queryFn: ({ signal }) => ask(id ?? "", signal),
    enabled: id !== null,
    refetchInterval: ({ state }) => (isGoing(state.data) ? POLL_MS : false),
  });

/** What importing the files so would do: nothing is written, and what was found for the same is known. */
export const useCheck = (id: string | null, files: ImportFileInput[], revision: number, enabled: boolean) => {
  const client = useQueryClient();
  return useQuery({
    queryKey: ["import", id, "check", revision, files],
    queryFn: async ({ signal }) => {
      await begin(() => request(CHECK, { input: { importId: id ?? "", files, zone: ZONE } }, signal));
      void client.invalidateQueries({ queryKey: ["import", id, "run"] });
      return ended(id ?? "", signal);
    },
    enabled: enabled && id !== null,
    staleTime: Infinity,
    gcTime: 0,
  });
};

/** Import the files; how far it is is told by `useRun`. */
export const useImport = (id: string | null) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ files, skipBadRows }: { files: ImportFileInput[]; skipBadRows: boolean }) =>
      begin(() => request(IMPORT, { input: { importId: id ?? "", files, zone: ZONE, skipBadRows } })),
    onSettled: () => client.invalidateQueries({ queryKey: ["import", id, "run"] }),
  });
};

/** Take an import back, as one change. */
export const useUndo = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (changeId: string) => {
      const error = (await request(UNDO, { input: { changeId } })).done.userErrors[0];
      if (error) throw new Error(error.message);
    },
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "import" }),
  });
};

interface Begun {
  begun: { userErrors: { code: string; message: string }[] };
}

/** Begin a run once the one before has ended; throws what it is refused for. */
async function begin(send: () => Promise<Begun>): Promise<void> {
  for (;;) {
    const error = (await send()).begun.userErrors[0];
    if (!error) return;
    if (error.code !== "CONFLICT") throw new Error(error.message);
    await pause();
  }
}

async function ended(id: string, signal: AbortSignal): Promise<Report | null> {
  for (;;) {
    const run = await ask(id, signal);
    if (!isGoing(run)) return run?.report ?? null;
    await pause();
  }
}

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import { say } from "../shared/toast";
import { EditQueue, type Surroundings } from "./editQueue";
import type { Done, Edit } from "./edits";
import { UNDO } from "./edits.graphql";
import type { MapData } from "./model";

export interface Editing {
  /** The map as it will be when everything that is on its way has arrived. */
  shown: MapData | null;
  failed: ReadonlySet<string>;
  run: (edit: Edit) => void;
  undo: () => void;
}

/** What follows from a map, and is read anew with it. */
const FOLLOWING = ["history", "insights", "accounts", "people"];

async function takeBack(changeId: string): Promise<Done> {
  const { done } = await request(UNDO, { input: { changeId } });
  return { changeIds: [], errors: done.userErrors };
}

export function useEditing(map: MapData | null, readMap: () => Promise<MapData | null>): Editing {
  const { t } = useTranslation();
  const client = useQueryClient();
  const around = useMemo((): Surroundings => {
    const reload = async () => {
      const fresh = await readMap();
      for (const key of FOLLOWING) void client.invalidateQueries({ queryKey: [key] });
      return fresh;
    };
    return { t, say, undo: takeBack, reload };
  }, [client, readMap, t]);
  const [queue] = useState(() => new EditQueue(around));
  useEffect(() => queue.surround(around), [queue, around]);
  const { pending, failed } = useSyncExternalStore(queue.watch, queue.read);
  const shown = useMemo(() => map && pending.reduce((now, edit) => edit.apply(now), map), [map, pending]);
  return { shown, failed, run: queue.run, undo: queue.undo };
}

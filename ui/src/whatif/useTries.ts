import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { request } from "../api/client";
import { type Here, realEdit } from "./suppose";
import { supposed, type Try } from "./tries";
import { WHAT_IF } from "./whatif.graphql";

/** What would be if all that is tried were so: at once as far as the page can tell, then as the server has it. */
export function useTries(here: Here, tries: readonly Try[]) {
  const { map } = here;
  const changes = tries.map(supposed);
  const query = useQuery({
    queryKey: ["whatif", map.id, changes],
    queryFn: ({ signal }) => request(WHAT_IF, { map: map.id, changes }, signal),
    placeholderData: keepPreviousData,
    enabled: changes.length > 0,
  });
  // Tried anew on the map as others have made it meanwhile.
  const tried = useRef(map);
  const { refetch } = query;
  useEffect(() => {
    if (tried.current === map) return;
    tried.current = map;
    if (tries.length > 0) void refetch();
  }, [map, tries, refetch]);
  const known = changes.length > 0 ? (query.data?.whatIf ?? null) : null;
  const guess = useMemo(() => tries.reduce((now, one) => realEdit(one, here)?.apply(now) ?? now, here.map), [tries, here]);
  return { query, outcome: known, shown: known && !query.isPlaceholderData ? known.after : guess };
}

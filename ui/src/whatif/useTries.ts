import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import type { Edits } from "../map/edits";
import type { MapData } from "../map/model";
import { realEdit } from "./suppose";
import { supposed, type Try } from "./tries";
import { WHAT_IF } from "./whatif.graphql";

/** What would be if all that is tried were so: at once as far as the page can tell, then as the server has it. */
export function useTries(map: MapData, tries: readonly Try[], edits: Edits) {
  const { t } = useTranslation();
  const changes = tries.map(supposed);
  const query = useQuery({
    queryKey: ["whatif", map.id, changes],
    queryFn: ({ signal }) => request(WHAT_IF, { map: map.id, changes }, signal),
    placeholderData: keepPreviousData,
    enabled: changes.length > 0,
  });
  const known = changes.length > 0 ? (query.data?.whatIf ?? null) : null;
  const guess = useMemo(() => tries.reduce((now, one) => realEdit(one, map, edits, t)?.apply(now) ?? now, map), [tries, map, edits, t]);
  return { query, outcome: known, shown: known && !query.isPlaceholderData ? known.after : guess };
}

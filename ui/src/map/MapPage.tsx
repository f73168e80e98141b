import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import { useCodes } from "../api/codes";
import type { MapQuery } from "../gql/graphql";
import { NotFound } from "../app/NotFound";
import { Shell } from "../app/Shell";
import { Failed, Waiting } from "../shared/Waiting";
import type { MapData } from "./model";
import { MAP } from "./map.graphql";
import { MapHeading } from "./MapHeading";
import { MapView } from "./MapView";
import { useEditing } from "./useEditing";
import { endOfDay, type MapUrl, useMapUrl } from "./useMapUrl";

const POLL_MS = 15_000;

function whyReadOnly(url: MapUrl, map: MapData, role: string | undefined): "past" | "closed" | "viewer" | null {
  if (url.at) return "past";
  if (map.opportunity && map.opportunity.status !== "OPEN") return "closed";
  return role === "VIEWER" ? "viewer" : null;
}

export function MapPage({ accountId }: { accountId: string }) {
  const { t } = useTranslation();
  const [url, change] = useMapUrl();
  const variables = { account: accountId, opportunity: url.opportunity, asOf: url.at && endOfDay(url.at) };
  const query = useQuery({
    queryKey: ["map", variables],
    queryFn: ({ signal }) => request(MAP, variables, signal),
    placeholderData: keepPreviousData,
    // Others edit too: what they do appears by itself.
    refetchInterval: url.at ? false : POLL_MS,
  });
  const { refetch } = query;
  const reload = useCallback(async () => (await refetch()).data?.account?.decisionMap ?? null, [refetch]);
  const present = useQuery({
    queryKey: ["map", { ...variables, asOf: null }],
    queryFn: ({ signal }) => request(MAP, { ...variables, asOf: null }, signal),
    enabled: url.at !== null,
  });
  const now = url.at === null ? null : (present.data?.account?.decisionMap ?? null);
  if (query.data?.account) return <FoundMap account={query.data.account} present={now} reload={reload} url={url} change={change} />;
  if (query.isSuccess) return <NotFound />;
  return <Shell title={t("map.title")}>{query.isError ? <Failed error={query.error} retry={() => void refetch()} /> : <Waiting />}</Shell>;
}

interface FoundMapProps {
  account: NonNullable<MapQuery["account"]>;
  present: MapData | null;
  reload: () => Promise<MapData | null>;
  url: MapUrl;
  change: (changes: Record<string, string | null>) => void;
}

function FoundMap({ account, present, reload, url, change }: FoundMapProps) {
  const codes = useCodes();
  const editing = useEditing(account.decisionMap, reload);
  const map = editing.shown ?? account.decisionMap;
  return (
    <Shell title={account.name} heading={<MapHeading account={account} url={url} change={change} />}>
      <MapView accountId={account.id} accountName={account.name} map={map} present={present} editing={editing} url={url} change={change} readOnly={whyReadOnly(url, map, codes.viewer?.role)} />
    </Shell>
  );
}

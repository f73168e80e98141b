import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import type { MapQuery } from "../gql/graphql";
import { Absent } from "../app/Absent";
import { Shell } from "../app/Shell";
import { Old } from "../shared/Waiting";
import type { MapData } from "./model";
import { whyReadOnly } from "./readOnly";
import { MapHeading } from "./MapHeading";
import { MapView } from "./MapView";
import { useEditing } from "./useEditing";
import { useMap } from "./useMap";
import { endOfDay, type MapUrl, useMapUrl } from "./useMapUrl";

export function MapPage({ accountId }: { accountId: string }) {
  const { t } = useTranslation();
  const [url, change] = useMapUrl();
  const query = useMap(accountId, url.opportunity, url.at && endOfDay(url.at));
  const now = useMap(accountId, url.opportunity, null, url.at !== null);
  const present = url.at === null ? null : (now.account?.decisionMap ?? null);
  if (query.account)
    return (
      <FoundMap account={query.account} present={present} reload={query.reload} url={url} change={change}>
        {query.isError && <Old error={query.error} since={query.dataUpdatedAt} retry={() => void query.refetch()} />}
      </FoundMap>
    );
  return <Absent title={t("map.title")} query={query} />;
}

interface FoundMapProps {
  account: NonNullable<MapQuery["account"]>;
  present: MapData | null;
  reload: () => Promise<MapData | null>;
  url: MapUrl;
  change: (changes: Record<string, string | null>) => void;
  children: ReactNode;
}

function FoundMap({ account, present, reload, url, change, children }: FoundMapProps) {
  const codes = useCodes();
  const editing = useEditing(account.decisionMap, reload);
  const map = editing.shown ?? account.decisionMap;
  return (
    <Shell title={account.name} heading={<MapHeading account={account} url={url} change={change} />}>
      <MapView accountId={account.id} accountName={account.name} map={map} present={present} editing={editing} url={url} change={change} readOnly={whyReadOnly(url, map, codes.viewer?.role)}>
        {children}
      </MapView>
    </Shell>
  );
}

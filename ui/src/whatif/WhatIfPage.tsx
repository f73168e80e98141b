import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import { NotFound } from "../app/NotFound";
import { Shell } from "../app/Shell";
import type { MapQuery } from "../gql/graphql";
import { MAP } from "../map/map.graphql";
import { MapHeading } from "../map/MapHeading";
import { useEditing } from "../map/useEditing";
import { useMapUrl } from "../map/useMapUrl";
import { Failed, Waiting } from "../shared/Waiting";
import { WhatIfView } from "./WhatIfView";

/** Try changes of a map and see what they come to, before any of it is so. */
export function WhatIfPage({ accountId }: { accountId: string }) {
  const { t } = useTranslation();
  const [url] = useMapUrl();
  const variables = { account: accountId, opportunity: url.opportunity, asOf: null };
  const { data, error, isSuccess, refetch } = useQuery({
    queryKey: ["map", variables],
    queryFn: ({ signal }) => request(MAP, variables, signal),
  });
  const reload = useCallback(async () => (await refetch()).data?.account?.decisionMap ?? null, [refetch]);
  if (data?.account) return <Found account={data.account} reload={reload} />;
  if (isSuccess) return <NotFound />;
  return <Shell title={t("whatIf.title")}>{error ? <Failed error={error} retry={() => void refetch()} /> : <Waiting />}</Shell>;
}

interface FoundProps {
  account: NonNullable<MapQuery["account"]>;
  reload: () => Promise<NonNullable<MapQuery["account"]>["decisionMap"] | null>;
}

function Found({ account, reload }: FoundProps) {
  const [url, change] = useMapUrl();
  const editing = useEditing(account.decisionMap, reload);
  return (
    <Shell title={account.name} heading={<MapHeading account={account} url={url} change={(changes) => change({ ...changes, try: null })} />}>
      <WhatIfView map={editing.shown ?? account.decisionMap} editing={editing} url={url} change={change} />
    </Shell>
  );
}

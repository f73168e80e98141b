import { useTranslation } from "react-i18next";
import { Absent } from "../app/Absent";
import { Shell } from "../app/Shell";
import type { MapQuery } from "../gql/graphql";
import { MapHeading } from "../map/MapHeading";
import { useEditing } from "../map/useEditing";
import { useMap } from "../map/useMap";
import { useMapUrl } from "../map/useMapUrl";
import { WhatIfView } from "./WhatIfView";

/** Try changes of a map and see what they come to, before any of it is so. */
export function WhatIfPage({ accountId }: { accountId: string }) {
  const { t } = useTranslation();
  const [url] = useMapUrl();
  const query = useMap(accountId, url.opportunity, null);
  if (query.account) return <Found account={query.account} reload={query.reload} />;
  return <Absent title={t("whatIf.title")} query={query} />;
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
      <WhatIfView accountId={account.id} map={editing.shown ?? account.decisionMap} editing={editing} url={url} change={change} />
    </Shell>
  );
}

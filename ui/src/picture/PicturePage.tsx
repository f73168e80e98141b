import { useHotkeys } from "@mantine/hooks";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import { Absent } from "../app/Absent";
import { Shell } from "../app/Shell";
import type { MapQuery } from "../gql/graphql";
import { Banner } from "../map/Banner";
import { editsOf } from "../map/edits";
import { MapHeading } from "../map/MapHeading";
import type { MapData } from "../map/model";
import { whyReadOnly } from "../map/readOnly";
import { dayIn, startOfDay } from "../map/since";
import { quarterStart } from "../map/useChanged";
import { useEditing } from "../map/useEditing";
import { useMap } from "../map/useMap";
import { endOfDay, type MapUrl, useMapUrl } from "../map/useMapUrl";
import { useStart } from "../map/useStart";
import { DayInput } from "../shared/DayInput";
import { Empty } from "../shared/Empty";
import { midnight } from "../shared/format";
import { useUrlState } from "../shared/url";
import { useNow } from "../shared/useNow";
import { Failed } from "../shared/Waiting";
import { Picture } from "./Picture";
import css from "./Picture.module.css";

/** Who matters, and who is for us: everybody of a map by influence and support, with tails from where they stood. */
export function PicturePage({ accountId }: { accountId: string }) {
  const { t } = useTranslation();
  const [url, change] = useMapUrl();
  const query = useMap(accountId, url.opportunity, url.at && endOfDay(url.at));
  if (query.account) return <FoundPicture account={query.account} reload={query.reload} url={url} change={change} />;
  return <Absent title={t("picture.title")} query={query} />;
}

interface FoundPictureProps {
  account: NonNullable<MapQuery["account"]>;
  reload: () => Promise<MapData | null>;
  url: MapUrl;
  change: (changes: Record<string, string | null>) => void;
}

function FoundPicture({ account, reload, url, change }: FoundPictureProps) {
  const { t } = useTranslation();
  const codes = useCodes();
  const [params] = useUrlState();
  const now = useNow();
  const start = useStart();
  const from = dayIn(params, "from", now) ?? quarterStart(now).slice(0, 10);
  const then = useMap(account.id, url.opportunity, startOfDay(from));
  const editing = useEditing(account.decisionMap, reload);
  const edits = useMemo(() => editsOf(t, codes.label), [t, codes.label]);
  useHotkeys([["mod+Z", () => editing.undo()]]);
  const map = editing.shown ?? account.decisionMap;
  const readOnly = whyReadOnly(url, map, codes.viewer?.role);
  return (
    <Shell title={account.name} heading={<MapHeading account={account} url={url} change={change} />}>
      {readOnly && <Banner why={readOnly} at={url.at} change={change} />}
      <div className={css["page"]}>
        <div className={css["from"]}>
          <DayInput inline label={t("picture.from")} value={from} max={midnight(0, now).slice(0, 10)} change={(day) => change({ from: day || null })} />
          <span>{start.what(from)}</span>
          {!readOnly && <span className={css["hint"]}>{t("picture.hint")}</span>}
        </div>
        {then.error && <Failed error={then.error} retry={() => void then.refetch()} />}
        {map.stakeholders.length === 0 ? (
          <Empty title={t("map.empty")} text={t("map.emptyHint")} />
        ) : (
          <Picture
            accountId={account.id}
            map={map}
            then={then.account?.decisionMap ?? null}
            from={from}
            failed={editing.failed}
            assess={readOnly ? null : (place, said) => editing.run(edits.assess(place, said))}
          />
        )}
      </div>
    </Shell>
  );
}

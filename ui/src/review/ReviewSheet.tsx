import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { MapDrawing } from "../drawing/MapDrawing";
import { useDrawing } from "../drawing/useDrawing";
import type { MapQuery } from "../gql/graphql";
import { CARD, type Point } from "../map/layout";
import { startOfDay } from "../map/since";
import { layOutMap } from "../map/layOutMap";
import { Signs } from "../map/Signs";
import { useChanged } from "../map/useChanged";
import { gapsOf } from "../map/useInsights";
import { dayOf, useMapUrl } from "../map/useMapUrl";
import { Failed } from "../shared/Waiting";
import { useNow } from "../shared/useNow";
import { Changes } from "./Changes";
import { Cover } from "./Cover";
import { Facts } from "./Facts";
import { Findings } from "./Findings";
import { PeopleTable } from "./PeopleTable";
import { Promises } from "./Promises";
import css from "./Review.module.css";
import { LYING, MOST_ON_A_PAGE } from "./room";
import { useReview } from "./useReview";

interface ReviewSheetProps {
  account: NonNullable<MapQuery["account"]>;
  /** A day, as 2026-06-30. */
  since: string;
  /** The same day, in words. */
  told: string;
}

/** The sheet itself: heading, map, then what there is to do, who is for us and what changed. */
export function ReviewSheet({ account, since, told }: ReviewSheetProps) {
  const { t } = useTranslation();
  const [url] = useMapUrl();
  const now = useNow();
  const map = account.decisionMap;
  const start = startOfDay(since);
  const { findings, promises, changes, failed, ...figures } = useReview(account.id, map.id, start);
  const changed = useChanged(map.id, null, start);
  const at = useMemo(() => layOutMap(map, null), [map]);
  const drawing = useDrawing({ accountName: account.name, map, at, layers: url.layers, gaps: gapsOf(findings, at), changed, when: dayOf(null, now) });
  const many = map.stakeholders.length > MOST_ON_A_PAGE;
  return (
    <article className={`paper ${css["sheet"] ?? ""}`} data-sheet data-lying={many || isLying([...at.values()]) || undefined} data-many={many || undefined} aria-busy={figures.isPending}>
      {failed?.error && <Failed error={failed.error} retry={() => void failed.refetch()} />}
      <Facts account={account} {...figures} since={since} now={now} />
      {map.stakeholders.length === 0 ? (
        <p className={css["hint"]}>{t("map.empty")}</p>
      ) : (
        <>
          <figure className={css["map"]}>
            <MapDrawing {...drawing} heading={null} legend={false} />
          </figure>
          <ul className={css["signs"]} aria-label={t("legend.title")} data-legend>
            <Signs layers={url.layers} since={told} explain={(word) => word} />
          </ul>
        </>
      )}
      <div className={css["lists"]}>
        <Findings findings={findings} />
        <Promises promises={promises} />
        <Cover map={map} />
        {changes && <Changes changes={changes} told={told} href={allOf(account.id, map.opportunity?.id, since)} />}
      </div>
      {many && <PeopleTable map={map} />}
    </article>
  );
}

/** The map, beside which all changes since a day are told. */
const allOf = (accountId: string, opportunity: string | undefined, since: string): string =>
  `/a/${accountId}/map?${opportunity ? `o=${opportunity}&` : ""}since=${since}`;

function isLying(points: readonly Point[]): boolean {
  const span = (values: number[]) => Math.max(...values) - Math.min(...values);
  return points.length > 0 && span(points.map((point) => point.x)) + CARD.width > LYING * (span(points.map((point) => point.y)) + CARD.height);
}

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import { NotFound } from "../app/NotFound";
import { Shell } from "../app/Shell";
import { MAP } from "../map/map.graphql";
import { MapHeading } from "../map/MapHeading";
import { quarterStart } from "../map/useChanged";
import { endOfDay, useMapUrl } from "../map/useMapUrl";
import { Empty } from "../shared/Empty";
import { useUrlState } from "../shared/url";
import { useNow } from "../shared/useNow";
import { Failed, Waiting } from "../shared/Waiting";
import { Picture } from "./Picture";
import css from "./Picture.module.css";

/** The day from which tails are drawn: the beginning of the quarter where the address names none that has been. */
function fromOf(params: URLSearchParams, now: number): string {
  const given = params.get("from") ?? "";
  return /^\d{4}-\d\d-\d\d$/.test(given) && Date.parse(given) < now ? given : quarterStart(now).slice(0, 10);
}

/** Who matters, and who is for us: everybody of a map by influence and support, with tails from where they stood. */
export function PicturePage({ accountId }: { accountId: string }) {
  const { t } = useTranslation();
  const [url, change] = useMapUrl();
  const [params] = useUrlState();
  const now = useNow();
  const from = fromOf(params, now);
  const variables = (asOf: string | null) => ({ account: accountId, opportunity: url.opportunity, asOf });
  const read = (asOf: string | null) => ({
    queryKey: ["map", variables(asOf)],
    queryFn: ({ signal }: { signal: AbortSignal }) => request(MAP, variables(asOf), signal),
  });
  const { data, error, isSuccess, refetch } = useQuery(read(url.at && endOfDay(url.at)));
  const then = useQuery({ ...read(endOfDay(from)), placeholderData: keepPreviousData });
  if (!data?.account) {
    if (isSuccess) return <NotFound />;
    return <Shell title={t("picture.title")}>{error ? <Failed error={error} retry={() => void refetch()} /> : <Waiting />}</Shell>;
  }
  const map = data.account.decisionMap;
  return (
    <Shell title={data.account.name} heading={<MapHeading account={data.account} url={url} change={change} />}>
      <div className={css["page"]}>
        <label className={css["from"]}>
          {t("picture.from")}
          <input type="date" value={from} max={new Date(now).toISOString().slice(0, 10)} onChange={(event) => change({ from: event.currentTarget.value || null })} />
        </label>
        {then.error && <Failed error={then.error} retry={() => void then.refetch()} />}
        {map.stakeholders.length === 0 ? <Empty title={t("map.empty")} text={t("map.emptyHint")} /> : <Picture accountId={accountId} map={map} then={then.data?.account?.decisionMap ?? null} />}
      </div>
    </Shell>
  );
}

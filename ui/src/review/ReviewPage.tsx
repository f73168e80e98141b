import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Absent } from "../app/Absent";
import { Shell } from "../app/Shell";
import type { MapQuery } from "../gql/graphql";
import { MapHeading } from "../map/MapHeading";
import { useMap } from "../map/useMap";
import { useMapUrl } from "../map/useMapUrl";
import { lastVisit } from "../map/visits";
import { midnight } from "../shared/format";
import { useUrlState } from "../shared/url";
import { useNow } from "../shared/useNow";
import css from "./Review.module.css";
import { ReviewSheet } from "./ReviewSheet";
import { sinceIn } from "./since";

/** What one takes along to a review of an account: a page to print. */
export function ReviewPage({ accountId }: { accountId: string }) {
  const { t } = useTranslation();
  const [url, change] = useMapUrl();
  const query = useMap(accountId, url.opportunity, null);
  const { account } = query;
  if (!account) return <Absent title={t("review.title")} query={query} />;
  return (
    <Shell title={t("review.of", { name: account.name })} heading={<MapHeading account={account} url={url} change={change} />}>
      <Review key={account.decisionMap.id} account={account} />
    </Shell>
  );
}

const LONG_DAYS = 90;

function Review({ account }: { account: NonNullable<MapQuery["account"]> }) {
  const { t } = useTranslation();
  const [params, change] = useUrlState();
  const now = useNow();
  const [visited] = useState(() => lastVisit(account.decisionMap.id, now));
  const since = sinceIn(params, now) ?? (visited ?? midnight(LONG_DAYS, now)).slice(0, 10);
  return (
    <div className={css["desk"]}>
      <div className={css["tools"]}>
        <label className={css["since"]}>
          {t("review.since")}
          <input type="date" value={since} max={midnight(0, now).slice(0, 10)} onChange={(event) => change({ since: event.currentTarget.value || null })} />
        </label>
        <Button size="sm" onClick={() => window.print()}>
          {t("review.print")}
        </Button>
      </div>
      <ReviewSheet account={account} since={since} />
    </div>
  );
}

import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Absent } from "../app/Absent";
import { Shell } from "../app/Shell";
import type { MapQuery } from "../gql/graphql";
import { MapHeading } from "../map/MapHeading";
import { dayIn, LONG_DAYS } from "../map/since";
import { useMap } from "../map/useMap";
import { useMapUrl } from "../map/useMapUrl";
import { useStart } from "../map/useStart";
import { lastVisit } from "../map/visits";
import { DayInput } from "../shared/DayInput";
import { midnight } from "../shared/format";
import { useUrlState } from "../shared/url";
import { useNow } from "../shared/useNow";
import css from "./Review.module.css";
import { ReviewSheet } from "./ReviewSheet";

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

function Review({ account }: { account: NonNullable<MapQuery["account"]> }) {
  const { t } = useTranslation();
  const [params, change] = useUrlState();
  const now = useNow();
  const start = useStart();
  const [visited] = useState(() => lastVisit(account.decisionMap.id, now));
  const since = dayIn(params, "since", now) ?? (visited ?? midnight(LONG_DAYS, now)).slice(0, 10);
  return (
    <div className={css["desk"]}>
      <div className={css["tools"]}>
        <div className={css["since"]}>
          <DayInput inline label={t("review.since")} value={since} max={midnight(0, now).slice(0, 10)} change={(day) => change({ since: day || null })} />
          {start.what(since, visited)}
        </div>
        <Button size="sm" onClick={() => window.print()}>
          {t("review.print")}
        </Button>
      </div>
      <ReviewSheet account={account} since={since} told={start.say(since, visited)} />
    </div>
  );
}

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import type { MapQuery, SinceQuery } from "../gql/graphql";
import type { MapData } from "../map/model";
import { ago, day, money, signed } from "../shared/format";
import { Meter } from "../shared/Meter";
import { ScoreBar } from "../shared/ScoreBar";
import { StatusMark } from "../shared/StatusMark";
import { useStage } from "../shared/useStage";
import css from "./Review.module.css";
import type { About } from "./useReview";

type Deal = NonNullable<SinceQuery["deal"]>["opportunity"];

interface FactsProps {
  account: NonNullable<MapQuery["account"]>;
  about: About;
  deal: Deal;
  before: number | null;
  /** The day of `before`. */
  since: string;
  now: number;
}

/** Whose sheet it is, of when, and how it stands in figures. */
export function Facts({ account, about, deal, before, since, now }: FactsProps) {
  const { t, i18n } = useTranslation();
  const codes = useCodes();
  const map = account.decisionMap;
  const today = t("drawing.asOf", { day: day(new Date(now).toISOString(), i18n.language) });
  return (
    <header className={css["facts"]}>
      <div>
        <h2>{account.name}</h2>
        <p>{[map.opportunity?.name ?? t("map.whole"), account.tier && codes.label("Tier", account.tier), today].filter(Boolean).join(" · ")}</p>
      </div>
      <dl>
        {about && <Standing about={about} />}
        <Scores map={map} before={before} since={since} />
        <Fact name={t("review.value")}>
          <Stake amounts={map.opportunity ? [deal?.amount] : about?.valueAtStake} close={deal?.expectedClose} />
        </Fact>
        <Fact name={t("review.lastContact")}>{about?.lastContactAt ? ago(about.lastContactAt, now, i18n.language) : t("accounts.never")}</Fact>
      </dl>
    </header>
  );
}

function Scores({ map, before, since }: { map: MapData; before: number | null; since: string }) {
  const { t, i18n } = useTranslation();
  const { value } = map.supportScore;
  return (
    <>
      <Fact name={t("score.status")}>
        <StatusMark status={map.status} />
        <small data-why>{t(`status.${map.status}`)}</small>
      </Fact>
      <Fact name={t("score.support")}>
        <ScoreBar value={value} />
        {before !== null && before !== value && <small>{t("review.before", { value: signed(before), day: day(`${since}T12:00:00`, i18n.language) })}</small>}
      </Fact>
      <Fact name={t("score.completeness")}>
        <Meter value={map.completeness.value} label={t("score.completeness")} />
      </Fact>
    </>
  );
}

/** Whose account it is, and on which stage of each ladder. */
function Standing({ about }: { about: NonNullable<About> }) {
  const { t } = useTranslation();
  const { ladders } = useCodes();
  return (
    <>
      <Fact name={t("review.owner")}>{about.owner?.name ?? "–"}</Fact>
      {about.stages.map(({ ladder, stage }) => {
        const known = ladders.find((one) => one.key === ladder.key);
        return (
          <Fact key={ladder.key} name={known?.label ?? ladder.key}>
            <Stage stages={known?.stages ?? []} reached={stage.key} />
          </Fact>
        );
      })}
    </>
  );
}

interface StageProps {
  /** Of the whole ladder, the lowest first. */
  stages: readonly { key: string; label: string }[];
  reached: string;
}

/** A stage, and where on its ladder it is. */
function Stage({ stages, reached }: StageProps) {
  const where = useStage();
  return (
    <>
      {stages.find((one) => one.key === reached)?.label ?? reached}
      <small>{where(stages, reached)}</small>
    </>
  );
}

interface StakeProps {
  amounts: readonly ({ amount: string; currency: string } | null | undefined)[] | undefined;
  close: string | null | undefined;
}

/** What is at stake, and of a deal by when. */
function Stake({ amounts = [], close }: StakeProps) {
  const { t, i18n } = useTranslation();
  return (
    <>
      {money(amounts.flatMap((one) => one ?? []), i18n.language) || "–"}
      {close && <small>{t("review.close", { day: day(`${close}T12:00:00`, i18n.language) })}</small>}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

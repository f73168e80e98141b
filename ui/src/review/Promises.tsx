import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import type { ReviewQuery } from "../gql/graphql";
import { day } from "../shared/format";
import css from "./Review.module.css";
import { ROOM } from "./room";

type Promised = NonNullable<ReviewQuery["account"]>["commitments"]["edges"][number]["node"];

/** What we and they promised each other and is not kept yet, the most urgent first. */
export function Promises({ promises }: { promises: readonly Promised[] }) {
  const { t, i18n } = useTranslation();
  const codes = useCodes();
  const urgent = [...promises].sort((a, b) => (a.due ?? "9").localeCompare(b.due ?? "9"));
  const more = urgent.length - ROOM.promises;
  if (urgent.length === 0) return null;
  return (
    <section>
      <h3>{t("review.promises")}</h3>
      <ul className={css["told"]}>
        {urgent.slice(0, ROOM.promises).map((one) => (
          <li key={one.id}>
            <b>{one.person ? t(`review.promisedBy.${one.side}`, { name: one.person.name }) : codes.label("CommitmentSide", one.side)}</b> {one.text}
            {one.due && <span className={one.overdue ? css["late"] : css["advice"]}> {t(one.overdue ? "review.overdue" : "review.due", { day: day(`${one.due}T12:00:00`, i18n.language) })}</span>}
          </li>
        ))}
      </ul>
      {more > 0 && <p className={css["hint"]}>{t("review.more", { count: more })}</p>}
    </section>
  );
}

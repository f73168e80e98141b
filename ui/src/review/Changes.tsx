import { useTranslation } from "react-i18next";
import type { SinceQuery } from "../gql/graphql";
import { day } from "../shared/format";
import { useText } from "../shared/useText";
import css from "./Review.module.css";
import { ROOM } from "./room";

type Change = NonNullable<SinceQuery["decisionMap"]>["changes"][number];

interface ChangesProps {
  changes: readonly Change[];
  since: string;
}

/** What became otherwise, as sentences. */
export function Changes({ changes, since }: ChangesProps) {
  const { t, i18n } = useTranslation();
  const say = useText();
  const more = changes.length - ROOM.changes;
  return (
    <section>
      <h3>{t("review.changes", { day: day(`${since}T12:00:00`, i18n.language) })}</h3>
      {changes.length === 0 && <p className={css["hint"]}>{t("changes.none")}</p>}
      <ul className={css["told"]}>
        {changes.slice(0, ROOM.changes).map((change, index) => (
          <li key={`${change.at} ${index}`} data-change>
            <span className={css["sentence"]}>{say(change.sentence)}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className={css["hint"]}>{t("review.more", { count: more })}</p>}
    </section>
  );
}

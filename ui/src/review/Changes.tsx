import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { SinceQuery } from "../gql/graphql";
import { useText } from "../shared/useText";
import { importantFirst } from "./important";
import css from "./Review.module.css";
import { ROOM } from "./room";

type Change = NonNullable<SinceQuery["decisionMap"]>["changes"][number];

interface ChangesProps {
  changes: readonly Change[];
  /** The day from which they are told, in words. */
  told: string;
  /** Where all of them are. */
  href: string;
}

/** What became otherwise, as sentences, what counts most on the decision first. */
export function Changes({ changes, told, href }: ChangesProps) {
  const { t } = useTranslation();
  const say = useText();
  const turns = importantFirst(changes).slice(0, ROOM.changes);
  const more = changes.length - turns.length;
  return (
    <section>
      <h3>{t("review.changes", { day: told })}</h3>
      {changes.length === 0 && <p className={css["hint"]}>{t("changes.none")}</p>}
      <ul className={css["told"]}>
        {turns.map(({ key, lead }) => (
          <li key={key} data-change>
            <span className={css["sentence"]}>{say(lead.sentence)}</span>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className={css["hint"]}>
          <Link href={href}>{t("review.more", { count: more })}</Link>
        </p>
      )}
    </section>
  );
}

import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import { Disc } from "../map/Disc";
import type { Place } from "../map/model";
import { useStart } from "../map/useStart";
import css from "./Picture.module.css";

interface MovedProps {
  moved: readonly { place: Place; was: Place }[];
  /** A day, as 2026-06-30. */
  from: string;
}

/** Who stands elsewhere than they did: what the tails show, as a list. */
export function Moved({ moved, from }: MovedProps) {
  const { t } = useTranslation();
  const start = useStart();
  const codes = useCodes();
  if (moved.length === 0) return null;
  const influence = (one: Place) => (one.influence ? codes.label("Influence", one.influence) : t("picture.unknown"));
  return (
    <section className={css["moved"]}>
      <h2>{t("picture.movedTitle", { day: start.say(from) })}</h2>
      <ul>
        {moved.map(({ place, was }) => (
          <li key={place.id} data-moved={place.id}>
            <b>{place.label}</b>
            <Disc support={was.support} size={18} /> <span aria-hidden="true">→</span> <Disc support={place.support} size={18} />
            {was.influence !== place.influence && (
              <small>
                {influence(was)} → {influence(place)}
              </small>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import { Disc } from "../map/Disc";
import { coverByRole, type MapData } from "../map/model";
import { RoleMark } from "../map/RoleSlots";
import css from "./Review.module.css";
import { ROOM } from "./room";

/** Of each role, who holds it, those against us first, and how many of them are for us. */
export function Cover({ map }: { map: MapData }) {
  const { t } = useTranslation();
  const codes = useCodes();
  return (
    <section className={css["block"]}>
      <h3>{t("coverage.title")}</h3>
      <ul className={css["cover"]}>
        {coverByRole(map).map(({ role, held, for: forUs, holders }) => (
          <li key={role} data-cover={role}>
            <RoleMark role={role} />
            <span>{codes.label("BuyingRole", role)}</span>
            <b>
              {forUs}/{held}
            </b>
            <span className={css["holders"]}>
              {holders.slice(0, ROOM.holders).map((place) => (
                <span key={place.id}>
                  <Disc support={place.support} size={11} /> {place.label}
                </span>
              ))}
              {held > ROOM.holders && <em>+{held - ROOM.holders}</em>}
              {held === 0 && <em>{t("coverage.nobody")}</em>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { useTranslation } from "react-i18next";
import { useCodes } from "../../api/codes";
import { Explained } from "../../shared/Explained";
import { coverByRole, type MapData } from "../model";
import { RoleMark } from "../RoleSlots";
import { PersonDot } from "./PersonDot";
import css from "./Panel.module.css";

/** As many as fit in three rows; those against us come first. */
const SHOWN = 24;

/** Of each role, who holds it and how many of them are for us. */
export function CoveragePanel({ map, select }: { map: MapData; select: (id: string) => void }) {
  const { t } = useTranslation();
  const codes = useCodes();
  return (
    <section className={css["section"]}>
      <h2>{t("coverage.title")}</h2>
      <ul className={css["cover"]}>
        {coverByRole(map).map(({ role, held, for: forUs, holders }) => (
          <li key={role} data-role={role}>
            <RoleMark role={role} />
            <span className={css["roleName"]}>{codes.label("BuyingRole", role)}</span>
            <span className={css["holders"]}>
              {holders.slice(0, SHOWN).map((place) => (
                <PersonDot key={place.id} place={place} select={select} />
              ))}
              {held > SHOWN && <small>{t("coverage.more", { count: held - SHOWN })}</small>}
              {held === 0 && <em>{t("coverage.nobody")}</em>}
            </span>
            <b>
              <Explained why={t("coverage.forUs", { for: forUs, count: held })}>
                {forUs}/{held}
              </Explained>
            </b>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import { useSay } from "../map/canvas/useSay";
import { Disc } from "../map/Disc";
import type { MapData } from "../map/model";
import { RoleSlots } from "../map/RoleSlots";
import css from "./Review.module.css";

/** Everybody of a map too large to read on one page, those who weigh most first. */
export function PeopleTable({ map }: { map: MapData }) {
  const { t } = useTranslation();
  const codes = useCodes();
  const words = useSay();
  const people = [...map.stakeholders].sort((a, b) => b.weight - a.weight || a.label.localeCompare(b.label));
  return (
    <section className={css["people"]}>
      <h3>{t("review.people")}</h3>
      <table>
        <thead>
          <tr>
            <th>{t("review.person")}</th>
            <th>{t("review.role")}</th>
            <th>{t("review.support")}</th>
            <th>{t("review.influence")}</th>
            <th>{t("review.coverage")}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((place) => (
            <tr key={place.id}>
              <td>
                <b>{place.label}</b> <span className={css["advice"]}>{place.title}</span>
              </td>
              <td>
                <RoleSlots roles={place.roles} words={words} />
              </td>
              <td>
                <Disc support={place.support} size={12} /> {words.support(place.support)}
              </td>
              <td>{place.influence ? codes.label("Influence", place.influence) : t("support.unknown")}</td>
              <td>{codes.label("Coverage", place.coverage.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

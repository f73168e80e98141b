import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import { ago } from "../shared/format";
import { useNow } from "../shared/useNow";
import css from "./Person.module.css";
import type { Found } from "./told";

/** How well each of us knows them, and what that is made from. */
export function Strengths({ strengths }: { strengths: Found["strengths"] }) {
  const { t, i18n } = useTranslation();
  const codes = useCodes();
  const now = useNow();
  if (strengths.length === 0) return <p className={css["hint"]}>{t("person.noStrengths")}</p>;
  return (
    <ul className={css["strengths"]}>
      {strengths.map((one) => (
        <li key={one.seller.id}>
          <span>
            <b>{one.seller.name}</b>
            {one.lastAt && <small>{ago(one.lastAt, now, i18n.language)}</small>}
            <output>
              {Math.round(one.value)} <small>{t("person.of100")}</small>
            </output>
          </span>
          <dl>
            {one.parts.map((part) => (
              <div key={part.name}>
                <dt>{codes.label("StrengthComponent", part.name)}</dt>
                <dd>
                  <svg width="100%" height="6" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                    <rect className={css["track"]} width="100" height="6" rx="3" />
                    <rect className={css["fill"]} width={(100 * part.value) / part.max} height="6" rx="3" />
                  </svg>
                  <span>
                    {Math.round(part.value)} / {part.max}
                  </span>
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

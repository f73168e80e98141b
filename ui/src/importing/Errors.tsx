import { useTranslation } from "react-i18next";
import { useText } from "../shared/useText";
import css from "./Import.module.css";
import type { Report } from "./useRun";

/** Everything that is wrong, by file and row, with what would be right. */
export function Errors({ report }: { report: Report }) {
  const { t } = useTranslation();
  const text = useText();
  const more = report.errorCount - report.errors.length;
  if (report.errorCount === 0) return null;
  return (
    <div className={css["scroll"]} role="region" aria-label={t("imports.errors")} tabIndex={0}>
      <table className={css["errors"]}>
        <caption>{t("imports.errors")}</caption>
        <thead>
          <tr>
            <th>{t("imports.where")}</th>
            <th>{t("imports.column")}</th>
            <th>{t("imports.value")}</th>
            <th>{t("imports.whatIsWrong")}</th>
            <th>{t("imports.whatIsRight")}</th>
          </tr>
        </thead>
        <tbody>
          {report.errors.map((error, place) => (
            // The same cell may be wrong in two ways.
            <tr key={place}>
              <th scope="row">
                {error.file}
                {error.line !== null && `:${error.line}`}
              </th>
              <td>{error.heading}</td>
              <td>{error.value}</td>
              <td>{text(error.wrong)}</td>
              <td>{error.right && text(error.right)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p className={css["hint"]}>{t("imports.moreErrors", { count: more })}</p>}
    </div>
  );
}

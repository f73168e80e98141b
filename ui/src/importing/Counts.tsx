import { useTranslation } from "react-i18next";
import { locale } from "../shared/format";
import { useText } from "../shared/useText";
import css from "./Import.module.css";
import type { Report } from "./useRun";

/** What comes of the rows, table by table. */
export function Counts({ report }: { report: Report }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const say = (count: number) => count.toLocaleString(locale(i18n.language));
  const notAgain = report.counts.some((one) => one.notAgain > 0);
  if (report.counts.length === 0) return null;
  return (
    <>
      <table className={css["counts"]}>
        <thead>
          <tr>
            <th>{t("imports.tableName")}</th>
            <th>{t("imports.created")}</th>
            <th>{t("imports.changed")}</th>
            <th>{t("imports.left")}</th>
            {notAgain && <th>{t("imports.notAgain")}</th>}
            <th>{t("imports.bad")}</th>
          </tr>
        </thead>
        <tbody>
          {report.counts.map((one) => (
            <tr key={one.table.key}>
              <th scope="row">{text(one.table.label)}</th>
              <td>{say(one.created)}</td>
              <td>{say(one.changed)}</td>
              <td>{say(one.left)}</td>
              {notAgain && <td>{say(one.notAgain)}</td>}
              <td data-bad={one.bad > 0}>{say(one.bad)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {report.notes.length > 0 && (
        <details className={css["notes"]}>
          <summary>{t("imports.notes")}</summary>
          <ul>
            {report.notes.map((note) => (
              <li key={`${note.file}:${note.line}`}>
                {note.file}:{note.line} {text(note.text)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

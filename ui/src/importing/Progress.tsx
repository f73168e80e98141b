import { useTranslation } from "react-i18next";
import { locale } from "../shared/format";
import css from "./Import.module.css";
import type { Run } from "./useRun";

/** How many rows have been read: of how many, once somebody has counted them. */
export function Progress({ run, words }: { run: Run | null; words: string }) {
  const { t, i18n } = useTranslation();
  const say = (count: number) => count.toLocaleString(locale(i18n.language));
  const all = run?.allRows ?? 0;
  const rows = Math.min(run?.rows ?? 0, all || Infinity);
  return (
    <section className={css["going"]} role="status" aria-label={words}>
      <p>{words}</p>
      <progress aria-label={words} {...(all > 0 && { max: all, value: rows })} />
      <p className={css["hint"]}>{all > 0 ? t("imports.rowsOf", { rows: say(rows), all: say(all) }) : t("imports.rows", { rows: say(rows) })}</p>
    </section>
  );
}

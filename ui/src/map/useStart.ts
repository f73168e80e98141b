import { useTranslation } from "react-i18next";
import { day } from "../shared/format";
import { useNow } from "../shared/useNow";
import { LONG_DAYS, startOf } from "./since";

interface Starts {
  /** What a day is, as “the quarter's start”; null: a day like any other. */
  what: (of: string, visited?: string | null) => string | null;
  /** A day with what it is, as “1 Oct 2026, the quarter's start”. */
  say: (of: string, visited?: string | null) => string;
}

/** Days, as 2026-06-30, from which changes are told: they are many, and each says which it is. */
export function useStart(): Starts {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const what = (of: string, visited?: string | null) => {
    const start = startOf(of, now, visited);
    return start && t(`start.${start}`, { count: LONG_DAYS });
  };
  const say = (of: string, visited?: string | null) => {
    const [said, is] = [day(`${of}T12:00:00`, i18n.language), what(of, visited)];
    return is ? t("start.day", { day: said, what: is }) : said;
  };
  return { what, say };
}

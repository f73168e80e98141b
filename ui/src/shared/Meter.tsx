import { useTranslation } from "react-i18next";
import { locale } from "./format";
import css from "./marks.module.css";

/** A share from 0 to 1. */
export function Meter({ value, label }: { value: number; label: string }) {
  const { i18n } = useTranslation();
  return (
    <span className={css["meter"]}>
      <svg width="56" height="8" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={label}>
        <rect className={css["track"]} width="100" height="8" rx="4" />
        <rect className={css["fill"]} width={value * 100} height="8" rx="4" />
      </svg>
      {new Intl.NumberFormat(locale(i18n.language), { style: "percent" }).format(value)}
    </span>
  );
}

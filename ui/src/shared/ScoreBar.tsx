import { useTranslation } from "react-i18next";
import { signed } from "./format";
import css from "./marks.module.css";

/** A support score from −100 to 100 on a line with its middle marked, and how it moved. */
export function ScoreBar({ value, before }: { value: number | null; before?: number | null }) {
  const { t } = useTranslation();
  if (value === null) return <span className={css["dim"]}>{t("score.unknown")}</span>;
  const moved = before === null || before === undefined ? 0 : Math.round(value) - Math.round(before);
  return (
    <span className={css["score"]}>
      <b>{signed(value)}</b>
      <svg width="64" height="10" viewBox="-100 0 200 10" preserveAspectRatio="none" aria-hidden="true">
        <rect className={css["track"]} x="-100" y="3" width="200" height="4" />
        <rect className={css[value < 0 ? "against" : "for"]} x={Math.min(0, value)} y="1.5" width={Math.max(2, Math.abs(value))} height="7" />
        <rect className={css["middle"]} x="-1.5" y="0" width="3" height="10" />
      </svg>
      {moved !== 0 && (
        <span className={css["moved"]} data-down={moved < 0 || undefined}>
          <span aria-hidden="true">{moved > 0 ? "▲" : "▼"}</span>
          <span className="sr">{t(moved > 0 ? "score.up" : "score.down")}</span> {Math.abs(moved)}
          <span className="sr"> {t("score.since")}</span>
        </span>
      )}
    </span>
  );
}

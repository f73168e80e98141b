import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import { useSay } from "../map/canvas/useSay";
import { CELL, COLUMNS, ROWS, WIDTH, ZONES } from "./arrange";
import css from "./Picture.module.css";

/** The columns of support, the rows of influence, and the parts of what to do with whom. */
export function Grid({ tops }: { tops: readonly number[] }) {
  const { t } = useTranslation();
  const codes = useCodes();
  const words = useSay();
  const top = (row: number) => tops[row] ?? 0;
  return (
    <>
      {ZONES.map(({ key, columns, rows }) => {
        const x = CELL.left + columns[0] * CELL.width;
        return (
          <rect key={key} className={css["zone"]} data-zone={key} x={x} y={top(rows[0])} width={(columns[1] - columns[0] + 1) * CELL.width} height={top(rows[1] + 1) - top(rows[0])} />
        );
      })}
      {COLUMNS.map((support, column) => (
        <g key={support ?? "?"}>
          <line className={css["rule"]} x1={CELL.left + column * CELL.width} x2={CELL.left + column * CELL.width} y1={CELL.top} y2={tops.at(-1)} />
          <text className={css["label"]} x={CELL.left + (column + 0.5) * CELL.width} y={22} textAnchor="middle">
            {words.support(support)}
          </text>
        </g>
      ))}
      {ROWS.map((influence, row) => (
        <g key={influence ?? "?"}>
          <line className={css["rule"]} x1="0" x2={WIDTH} y1={top(row)} y2={top(row)} />
          <foreignObject x="0" y={top(row) + 12} width={CELL.left - 8} height="52">
            <span className={css["rowName"]}>{influence ? codes.label("Influence", influence) : t("picture.unknown")}</span>
          </foreignObject>
        </g>
      ))}
    </>
  );
}

/** What to do with those in each part: over the tails, which may have no other way. */
export function ZoneNames({ tops }: { tops: readonly number[] }) {
  const { t } = useTranslation();
  return ZONES.map(({ key, columns, rows }) => (
    <text key={key} className={css["zoneName"]} x={CELL.left + (columns[1] + 1) * CELL.width - 8} y={(tops[rows[1] + 1] ?? 0) - 8} textAnchor="end">
      {t(`picture.zone.${key}`)}
    </text>
  ));
}

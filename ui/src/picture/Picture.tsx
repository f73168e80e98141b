import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useCodes } from "../api/codes";
import { useSay } from "../map/canvas/useSay";
import { Disc } from "../map/Disc";
import type { MapData, Place } from "../map/model";
import { arrange, CELL, COLUMNS, pointOf, ROWS } from "./arrange";
import css from "./Picture.module.css";

interface PictureProps {
  accountId: string;
  map: MapData;
  /** The same map as it was. */
  then: MapData | null;
}

export function Picture({ accountId, map, then }: PictureProps) {
  const { t } = useTranslation();
  const codes = useCodes();
  const words = useSay();
  const people = map.stakeholders.filter((place) => !place.leftAt);
  const { at, tops } = arrange(people);
  const [width, height] = [CELL.left + COLUMNS.length * CELL.width, tops.at(-1) ?? 0];
  const before = new Map(then?.stakeholders.map((place) => [place.id, place]));
  const query = map.opportunity ? `o=${map.opportunity.id}&` : "";
  return (
    <div className={css["picture"]}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={t("picture.title")}>
        {COLUMNS.map((support, column) => (
          <g key={support ?? "?"} data-support={support ?? "UNKNOWN"}>
            <rect className={css["column"]} x={CELL.left + column * CELL.width} y={CELL.top} width={CELL.width} height={height - CELL.top} />
            <text className={css["label"]} x={CELL.left + (column + 0.5) * CELL.width} y={22} textAnchor="middle">
              {words.support(support)}
            </text>
          </g>
        ))}
        {ROWS.map((influence, row) => (
          <g key={influence ?? "?"}>
            <line className={css["rule"]} x1="0" x2={width} y1={tops[row]} y2={tops[row]} />
            <text className={css["label"]} x="4" y={(tops[row] ?? 0) + 26}>
              {influence ? codes.label("Influence", influence) : t("picture.unknown")}
            </text>
          </g>
        ))}
        {people.map((place) => (
          <Tail key={place.id} place={place} before={before.get(place.id)} to={at.get(place.id)} tops={tops} />
        ))}
        {people.map((place) => {
          const point = at.get(place.id) ?? { x: 0, y: 0 };
          return (
            <foreignObject key={place.id} x={point.x - 16} y={point.y - 18} width={CELL.width - 16} height="36">
              <Link href={`/a/${accountId}/map?${query}sel=${place.id}`} className={css["who"]} data-place={place.id} data-support={place.support ?? "UNKNOWN"} data-influence={place.influence ?? "UNKNOWN"}>
                <Disc support={place.support} influence={place.influence} size={30} />
                <span title={place.label}>{place.label}</span>
                <span className="sr">{saidOf(place, before.get(place.id), words.support, t("picture.moved"))}</span>
              </Link>
            </foreignObject>
          );
        })}
      </svg>
    </div>
  );
}

function saidOf(place: Place, before: Place | undefined, support: (value: Place["support"]) => string, moved: string): string {
  const now = support(place.support);
  return before && before.support !== place.support ? `${now} (${moved} ${support(before.support)})` : now;
}

interface TailProps {
  place: Place;
  before: Place | undefined;
  to: { x: number; y: number } | undefined;
  tops: readonly number[];
}

/** From where somebody stood to where they stand. */
function Tail({ place, before, to, tops }: TailProps) {
  if (!before || !to || (before.support === place.support && before.influence === place.influence)) return null;
  const from = pointOf(before, tops);
  return (
    <g className={css["tail"]} data-tail={place.id}>
      <line x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
      <circle cx={from.x} cy={from.y} r="5" />
    </g>
  );
}

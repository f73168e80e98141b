import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import { useSay } from "../map/canvas/useSay";
import { Disc } from "../map/Disc";
import type { Judgement } from "../map/edits";
import { headOf } from "../map/paths";
import type { MapData, Place } from "../map/model";
import { arrange, CELL, cellOf, isSame, originOf, type Standing, WIDTH } from "./arrange";
import { AssessForm } from "./AssessForm";
import { Grid, ZoneNames } from "./Grid";
import { Moved } from "./Moved";
import css from "./Picture.module.css";
import { chipOf, type Tail, tailsOf, type Went, zoneNames } from "./tails";
import { useDragging } from "./useDragging";
import { lettersOf, Who } from "./Who";

interface PictureProps {
  accountId: string;
  map: MapData;
  /** The same map as it was. */
  then: MapData | null;
  /** When that was: a day, as 2026-06-30. */
  from: string;
  /** Whose edit was refused. */
  failed: ReadonlySet<string>;
  /** Null: nothing can be changed. */
  assess: ((place: Place, said: Judgement) => void) | null;
}

export function Picture({ accountId, map, then, from, failed, assess }: PictureProps) {
  const { t } = useTranslation();
  const svg = useRef<SVGSVGElement>(null);
  const [asked, setAsked] = useState<{ place: Place; to: Standing } | null>(null);
  const people = map.stakeholders.filter((place) => !place.leftAt);
  const { at, tops } = arrange(people);
  const move = assess && ((place: Place, to: Standing) => setAsked({ place, to }));
  const dragging = useDragging(svg, tops, move);
  const height = tops.at(-1) ?? 0;
  const before = new Map(then?.stakeholders.map((place) => [place.id, place]));
  const moved = people.flatMap((place) => {
    const was = before.get(place.id);
    return was && !isSame(was, place) ? [{ place, was }] : [];
  });
  const said = useStanding();
  const pointOf = (place: Place) => at.get(place.id) ?? { x: 0, y: 0 };
  const chips = new Map(people.map((place) => [place.id, chipOf(place.label, lettersOf(place), pointOf(place))]));
  const went = moved.flatMap(({ place, was }): Went[] => {
    const chip = chips.get(place.id);
    return chip ? [{ from: originOf(was, place, tops), to: pointOf(place), chip }] : [];
  });
  const tails = tailsOf(went, [...chips.values(), ...zoneNames((key) => t(`picture.zone.${key}`), tops)], height);
  const query = map.opportunity ? `o=${map.opportunity.id}&` : "";
  return (
    <>
      <div className={css["picture"]}>
        <svg ref={svg} viewBox={`0 0 ${WIDTH} ${height}`} role="group" aria-label={t("picture.title")}>
          <Grid tops={tops} />
          {dragging.dragged?.over && <rect className={css["target"]} {...cellOf(dragging.dragged.over, tops)} />}
          {moved.map(({ place, was }, index) => {
            const tail = tails[index];
            return tail && <TailLine key={place.id} place={place} tail={tail} said={`${place.label}: ${said(was)} → ${said(place)}`} />;
          })}
          <ZoneNames tops={tops} />
          {people.map((place) => {
            const point = pointOf(place);
            const was = moved.find((one) => one.place.id === place.id)?.was;
            return (
              <foreignObject key={place.id} x={point.x - 20} y={point.y - 18} width={CELL.width - 12} height="36">
                <Who
                  place={place}
                  href={`/a/${accountId}/map?${query}sel=${place.id}`}
                  said={was ? `${said(place)} (${t("picture.moved")} ${said(was)})` : said(place)}
                  failed={failed.has(place.id)}
                  dragging={dragging}
                  move={move}
                />
              </foreignObject>
            );
          })}
          {dragging.dragged && <Ghost place={dragging.dragged.place} {...dragging.dragged.point} />}
        </svg>
      </div>
      <Moved moved={moved} from={from} />
      {asked && assess && <AssessForm place={asked.place} to={asked.to} assess={(what) => assess(asked.place, what)} close={() => setAsked(null)} />}
    </>
  );
}

/** A standing in words. */
function useStanding(): (one: Standing) => string {
  const codes = useCodes();
  const words = useSay();
  return ({ support, influence }) => [words.support(support), influence ? codes.label("Influence", influence) : words.noInfluence].join(words.between);
}

/** From where somebody stood to where they stand; in words it is said with their name. */
function TailLine({ place, tail, said }: { place: Place; tail: Tail; said: string }) {
  return (
    <g className={css["tail"]} data-tail={place.id} data-support={place.support ?? "UNKNOWN"}>
      <title>{said}</title>
      <path className={css["trace"]} d={tail.path} />
      <path className={css["head"]} d={headOf(tail, 2)} />
      <circle cx={tail.from.x} cy={tail.from.y} r="4" />
    </g>
  );
}

/** Who is being dragged, at the pointer. */
function Ghost({ place, x, y }: { place: Place; x: number; y: number }) {
  return (
    <foreignObject className={css["ghost"]} x={x - 20} y={y - 18} width={CELL.width} height="36">
      <span className={css["who"]} aria-hidden="true">
        <Disc support={place.support} influence={place.influence} size={30} />
        <span className={css["name"]}>{place.label}</span>
      </span>
    </foreignObject>
  );
}

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { request } from "../../api/client";
import { DayInput } from "../../shared/DayInput";
import { day, midnight } from "../../shared/format";
import { useUrlState } from "../../shared/url";
import { useNow } from "../../shared/useNow";
import { useText } from "../../shared/useText";
import { CHANGES } from "../changes.graphql";
import type { MapData, Place } from "../model";
import { dayIn, LONG_DAYS, startOfDay } from "../since";
import { type Told, turnsOf } from "../turns";
import { useStart } from "../useStart";
import { lastVisit } from "../visits";
import css from "./Panel.module.css";

/** How many are shown before one asks for all. */
const FIRST = 50;

/** From the last visit, as far as what is shown is later; else from 90 days before. */
const sinceWhen = (visited: string | null, asOf: string | null, now: number): string =>
  visited !== null && (asOf === null || visited < asOf) ? visited : midnight(LONG_DAYS, asOf === null ? now : Date.parse(asOf));

/** What became otherwise since the reader's last visit, or on a first one in the last 90 days, as sentences. */
export function ChangesPanel({ map, select }: { map: MapData; select: (id: string) => void }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const [visited] = useState(() => lastVisit(map.id, now));
  const [params, change] = useUrlState();
  const start = useStart();
  const chosen = dayIn(params, "since", now);
  const since = chosen ? startOfDay(chosen) : sinceWhen(visited, map.asOf, now);
  const { data } = useQuery({
    queryKey: ["history", "changes", map.id, since, map.asOf],
    queryFn: async ({ signal }) => (await request(CHANGES, { map: map.id, since, until: map.asOf }, signal)).decisionMap?.changes ?? [],
    enabled: map.asOf === null || since < map.asOf,
  });
  const turns = turnsOf(data ?? []);
  const [all, setAll] = useState(false);
  const places = useMemo(() => new Map(map.stakeholders.map((place) => [place.id, place])), [map]);
  return (
    <section className={css["section"]}>
      <h2>{t("changes.title")}</h2>
      <div className={css["since"]}>
        <DayInput inline size="xs" label={t("changes.since")} value={since.slice(0, 10)} max={midnight(0, now).slice(0, 10)} change={(day) => change({ since: day || null })} />
        {start.what(since.slice(0, 10), visited)}
      </div>
      {data && turns.length === 0 && <p className={css["hint"]}>{t("changes.none")}</p>}
      <ol className={css["told"]}>
        {(all ? turns : turns.slice(0, FIRST)).map(({ key, lead, rest }) => (
          <li key={key}>
            <Sentence change={lead} places={places} select={select} />
            <small>{day(lead.at, i18n.language)}</small>
            {rest.length > 0 && (
              <details className={css["details"]}>
                <summary>{t("changes.more", { count: rest.length })}</summary>
                {rest.map((change) => (
                  <Sentence key={change.sentence.en} change={change} places={places} select={select} />
                ))}
              </details>
            )}
          </li>
        ))}
      </ol>
      {!all && turns.length > FIRST && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
          {t("changes.all", { count: turns.length })}
        </Button>
      )}
    </section>
  );
}

/** A change in words; a click goes to whom it is about. */
function Sentence({ change, places, select }: { change: Told; places: ReadonlyMap<string, Place>; select: (id: string) => void }) {
  const say = useText();
  const who = places.get(change.stakeholder?.id ?? "");
  if (!who) return <p className={css["sentence"]}>{say(change.sentence)}</p>;
  return (
    <button type="button" className={css["sentence"]} onClick={() => select(who.id)}>
      {say(change.sentence)}
    </button>
  );
}

import { ActionIcon, Tooltip } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type MouseEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import { day } from "../shared/format";
import { PauseIcon, PlayIcon } from "../shared/icons";
import { useNow } from "../shared/useNow";
import css from "./History.module.css";
import { daysOf, nearest, quarters, stepFrom } from "./timeline";
import { TIMELINE } from "./insights.graphql";
import { dayOf } from "./useMapUrl";

interface HistoryProps {
  mapId: string;
  at: string | null;
  change: (changes: Record<string, string | null>) => void;
}

const FRAME_MS = 900;

/** A line of time with a tick wherever something changed; the last one is now. */
export function History({ mapId, at, change }: HistoryProps) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const { data } = useQuery({
    queryKey: ["history", "timeline", mapId],
    queryFn: async ({ signal }) => (await request(TIMELINE, { map: mapId }, signal)).decisionMap?.timeline ?? [],
  });
  // What changed today is in the map of now.
  const days = daysOf(data ?? []).filter((one) => one < dayOf(null, now));
  const go = (to: string | null) => change({ at: to });
  const [playing, setPlaying] = usePlaying(() => {
    const next = stepFrom(days, at, 1);
    go(next);
    return next !== null;
  });
  useHotkeys([
    ["[", () => go(stepFrom(days, at, -1)), { usePhysicalKeys: false }],
    ["]", () => go(stepFrom(days, at, 1)), { usePhysicalKeys: false }],
  ]);
  const first = days[0];
  // Its room is kept from the beginning, so that the map does not jump when it comes.
  if (first === undefined) return <div className={css["history"]} />;
  const [start, end] = [Date.parse(first), now];
  const shareOf = (when: number) => Math.min(1, Math.max(0, (when - start) / Math.max(1, end - start)));
  const here = at === null ? 1 : shareOf(Date.parse(at));
  const label = at === null ? t("history.now") : day(`${at}T12:00:00`, i18n.language);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowLeft: stepFrom(days, at, -1), ArrowRight: stepFrom(days, at, 1), Home: first, End: null }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    go(nearest(days, start + ((event.clientX - box.left) / box.width) * (end - start), end));
  };
  const play = () => {
    if (!playing && at === null) go(first);
    setPlaying(!playing);
  };
  return (
    <div className={css["history"]}>
      <b>{t("history.label")}</b>
      <Tooltip label={t(playing ? "history.pause" : "history.play")}>
        <ActionIcon variant="default" size={30} aria-label={t(playing ? "history.pause" : "history.play")} onClick={play}>
          {playing ? <PauseIcon /> : <PlayIcon />}
        </ActionIcon>
      </Tooltip>
      <div
        className={css["line"]}
        role="slider"
        tabIndex={0}
        aria-label={t("history.label")}
        aria-valuemin={0}
        aria-valuemax={days.length}
        aria-valuenow={at === null ? days.length : days.filter((one) => one <= at).length - 1}
        aria-valuetext={label}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <svg width="100%" height="30" aria-hidden="true">
          <rect className={css["track"]} x="0" y="12" width="100%" height="6" rx="3" />
          <rect className={css["past"]} x="0" y="12" width={`${here * 100}%`} height="6" rx="3" />
          {days.map((one) => (
            <circle key={one} className={css["tick"]} cx={`${shareOf(Date.parse(one)) * 100}%`} cy="15" r="2.6" />
          ))}
          <circle className={css["thumb"]} cx={`${here * 100}%`} cy="15" r="7" />
        </svg>
        <span className={css["labels"]} aria-hidden="true">
          {quarters(start, end).map((one) => (
            <small key={one.label} style={{ left: `${shareOf(one.at) * 100}%` }}>
              {one.label}
            </small>
          ))}
        </span>
      </div>
      <span className={css["now"]} aria-live="polite">
        {label}
      </span>
    </div>
  );
}

/** Steps on its own until `step` says that there is no further one. */
function usePlaying(step: () => boolean): [boolean, (playing: boolean) => void] {
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setTimeout(() => setPlaying(step()), FRAME_MS);
    return () => clearTimeout(timer);
  });
  return [playing, setPlaying];
}

import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CanvasEdit } from "../canvas/MapCanvas";
import type { MapData, Place } from "../model";
import { ChangesPanel } from "./ChangesPanel";
import { CoveragePanel } from "./CoveragePanel";
import type { Insight } from "../useInsights";
import { InsightsPanel } from "./InsightsPanel";
import { Inspector } from "./Inspector";
import css from "./Panel.module.css";
import { ScorePanel } from "./ScorePanel";

interface SidePanelProps {
  map: MapData;
  accountId: string;
  insights: UseQueryResult<Insight[]>;
  selected: Place | null;
  select: (id: string | null) => void;
  edit: CanvasEdit | null;
}

export function SidePanel({ map, accountId, insights, selected, select, edit }: SidePanelProps) {
  const { t } = useTranslation();
  return (
    <aside className={css["panel"]} aria-label={t("panel.title")}>
      <CoveragePanel map={map} select={select} />
      <InsightsPanel query={insights} places={new Set(map.stakeholders.map((place) => place.id))} select={select} edit={edit} />
      {selected && <Inspector key={selected.id} map={map} accountId={accountId} place={selected} select={select} edit={edit} />}
      <ScorePanel map={map} select={select} />
      <ChangesPanel key={map.id} map={map} select={select} />
    </aside>
  );
}

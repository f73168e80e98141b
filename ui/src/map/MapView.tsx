import { ReactFlowProvider } from "@xyflow/react";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import { AddPerson } from "./AddPerson";
import { Banner } from "./Banner";
import { MapCanvas } from "./canvas/MapCanvas";
import { editsOf } from "./edits";
import { EmptyMap } from "./EmptyMap";
import { ExportMenu } from "./ExportMenu";
import { History } from "./History";
import { KeysHelp } from "./KeysHelp";
import { layOutMap, remembered } from "./layOutMap";
import css from "./Map.module.css";
import { MapTools } from "./MapTools";
import { type MapData, managers } from "./model";
import { SidePanel } from "./panel/SidePanel";
import { useNow } from "../shared/useNow";
import { useChanged } from "./useChanged";
import type { Editing } from "./useEditing";
import { gapsOf, useInsights } from "./useInsights";
import { useMapKeys } from "./useMapKeys";
import { dayOf, type MapUrl } from "./useMapUrl";

interface MapViewProps {
  accountId: string;
  accountName: string;
  map: MapData;
  /** The map as it is now, where another moment is shown. */
  present: MapData | null;
  editing: Editing;
  url: MapUrl;
  change: (changes: Record<string, string | null>) => void;
  readOnly: "past" | "closed" | "viewer" | null;
  /** What is to be said above the map. */
  children: ReactNode;
}

export function MapView({ accountId, accountName, map, present, editing, url, change, readOnly, children }: MapViewProps) {
  const { t } = useTranslation();
  const codes = useCodes();
  const edits = useMemo(() => editsOf(t, codes.label), [t, codes.label]);
  const [adding, setAdding] = useState(false);
  const [helping, setHelping] = useState(false);
  const managerOf = useMemo(() => managers(map), [map]);
  const [lay] = useState(remembered);
  const at = useMemo(() => layOutMap(map, present, lay), [map, present, lay]);
  const insights = useInsights(map.id, url.at);
  const gaps = useMemo(() => gapsOf(insights.data ?? [], at), [insights.data, at]);
  const changed = useChanged(map.id, url.at);
  // A link may name the person, who has a place of their own in each map.
  const selected = map.stakeholders.find((place) => place.id === url.selected || (place.person?.id ?? "") === url.selected) ?? null;
  const now = useNow();
  const select = (id: string | null) => change({ sel: id });
  const canEdit = readOnly === null;
  const { run } = editing;
  const edit = useMemo(() => (canEdit ? { edits, run } : null), [canEdit, edits, run]);
  const onKeyDown = useMapKeys({ at, managerOf, selected, select, canEdit, edits, editing, help: () => setHelping(true) });

  return (
    <div className={css["view"]}>
      <div className={css["stage"]}>
        <div>
          {children}
          {readOnly && <Banner why={readOnly} at={url.at} change={change} />}
        </div>
        <div className={css["canvas"]}>
        {map.stakeholders.length === 0 ? (
          <EmptyMap add={canEdit ? () => setAdding(true) : null} />
        ) : (
          <ReactFlowProvider>
            <MapCanvas
              map={map}
              at={at}
              layers={url.layers}
              selected={selected}
              select={select}
              changed={changed}
              failed={editing.failed}
              gaps={gaps}
              edit={edit}
              onKeyDown={onKeyDown}
            >
              <MapTools
                layers={url.layers}
                change={change}
                add={canEdit ? () => setAdding(true) : null}
                tidy={canEdit ? tidyOf(map, () => editing.run(edits.tidy(map.stakeholders.filter((place) => place.position)))) : null}
                help={() => setHelping(true)}
              >
                <ExportMenu accountName={accountName} map={map} at={at} layers={url.layers} gaps={gaps} changed={changed} when={dayOf(url.at, now)} />
              </MapTools>
            </MapCanvas>
          </ReactFlowProvider>
        )}
        </div>
        <History mapId={map.id} at={url.at} change={change} />
      </div>
      <SidePanel map={map} insights={insights} selected={selected} select={select} edit={edit} accountId={accountId} />
      {canEdit && (
        <AddPerson
          opened={adding}
          close={() => setAdding(false)}
          accountId={accountId}
          map={map}
          add={(newcomer) => editing.run(edits.add(map.id, accountId, newcomer, (id) => select(id)))}
        />
      )}
      <KeysHelp opened={helping} close={() => setHelping(false)} />
    </div>
  );
}

/** There is something to tidy only where somebody dragged a card. */
const tidyOf = (map: MapData, run: () => void): (() => void) | null => (map.stakeholders.some((place) => place.position) ? run : null);

import { Button } from "@mantine/core";
import { ReactFlowProvider } from "@xyflow/react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import { MapCanvas } from "../map/canvas/MapCanvas";
import { editsOf } from "../map/edits";
import { KeysHelp } from "../map/KeysHelp";
import { layOut } from "../map/layout";
import { MapTools } from "../map/MapTools";
import { type MapData, managers } from "../map/model";
import panel from "../map/panel/Panel.module.css";
import type { Editing } from "../map/useEditing";
import { gapsOf, useInsights } from "../map/useInsights";
import { useMapKeys } from "../map/useMapKeys";
import type { MapUrl } from "../map/useMapUrl";
import { say } from "../shared/toast";
import { useUrlState } from "../shared/url";
import { BestMoves } from "./BestMoves";
import { Outcome } from "./Outcome";
import { type Here, keeping, supposing } from "./suppose";
import { TryPerson } from "./TryPerson";
import { TryList } from "./TryList";
import { canBeKept, type Try, triesFrom, tryToText, withTry } from "./tries";
import { useTries } from "./useTries";
import css from "./WhatIf.module.css";

interface WhatIfViewProps {
  accountId: string;
  /** The map as it is. */
  map: MapData;
  editing: Editing;
  url: MapUrl;
  change: (changes: Record<string, string | null>) => void;
}

const NOTHING = new Map<string, never>();

export function WhatIfView({ accountId, map, editing, url, change }: WhatIfViewProps) {
  const { t } = useTranslation();
  const codes = useCodes();
  const [params] = useUrlState();
  const [helping, setHelping] = useState(false);
  const text = params.get("try");
  const tries = useMemo(() => triesFrom(text), [text]);
  const edits = useMemo(() => editsOf(t, codes.label), [t, codes.label]);
  const here = useMemo((): Here => ({ map, edits, accountId, viewerId: codes.viewer?.id ?? null }), [map, edits, accountId, codes.viewer]);
  const { query, outcome, shown } = useTries(here, tries);
  const news = useNews(map, tries.length > 0);
  const set = (next: readonly Try[]) => change({ try: tryToText(next) });
  const suppose = (added: readonly Try[]) => set(added.reduce(withTry, tries));
  const edit = supposing(edits, suppose, () => say({ text: t("whatIf.notSupposed") }));
  const selected = shown.stakeholders.find((place) => place.id === url.selected || (place.person?.id ?? "") === url.selected) ?? null;
  const select = (sel: string | null) => change({ sel });
  const insights = useInsights(map.id, null);
  const managerOf = useMemo(() => managers(shown), [shown]);
  // Nobody moves while one tries: where they lie follows from the map as it is.
  const at = useMemo(() => {
    const above = managers(map);
    return layOut(map.stakeholders.map(({ id, position }) => ({ id, position, manager: above.get(id) ?? null })));
  }, [map]);
  const findings = outcome?.after.insights ?? insights.data;
  const gaps = useMemo(() => gapsOf(findings ?? [], at), [findings, at]);
  const onKeyDown = useMapKeys({
    ...{ at, managerOf, selected, select, canEdit: true, edits: edit.edits, help: () => setHelping(true) },
    editing: { ...editing, run: edit.run, undo: () => (tries.length > 0 ? set(tries.slice(0, -1)) : editing.undo()) },
  });
  const canKeep = codes.viewer?.role !== "VIEWER" && (map.opportunity === null || map.opportunity.status === "OPEN");
  return (
    <div className={css["view"]}>
      <div className={css["stage"]}>
        <div className={css["banner"]} role="status">
          <p>{t("whatIf.banner")}</p>
          {news && (
            <p>
              {t("whatIf.changed")}{" "}
              <Button size="compact-xs" variant="white" color="dark" onClick={news}>
                {t("whatIf.seen")}
              </Button>
            </p>
          )}
        </div>
        <ReactFlowProvider>
          <MapCanvas map={shown} at={at} layers={url.layers} selected={selected} select={select} changed={NOTHING} failed={editing.failed} gaps={gaps} edit={edit} onKeyDown={onKeyDown}>
            <MapTools layers={url.layers} change={change} add={null} tidy={null} help={() => setHelping(true)} />
          </MapCanvas>
        </ReactFlowProvider>
      </div>
      <aside className={panel["panel"]} aria-label={t("whatIf.title")}>
        {selected && <TryPerson key={selected.id} map={shown} place={selected} select={select} edit={edit} suppose={(one) => suppose([one])} />}
        <TryList
          here={here}
          tries={tries}
          set={set}
          select={select}
          keep={canKeep ? () => editing.run(keeping(tries, here, t, () => set(tries.filter((one) => !canBeKept(one))))) : null}
        />
        {tries.length > 0 && <Outcome query={query} outcome={outcome} />}
        <BestMoves mapId={map.id} tries={tries} suppose={(one) => suppose([one])} select={select} />
      </aside>
      <KeysHelp opened={helping} close={() => setHelping(false)} />
    </div>
  );
}

/** Whether others changed the map since something is tried on it: null, or what acknowledges it. */
function useNews(map: MapData, trying: boolean): (() => void) | null {
  const [seen, setSeen] = useState(map);
  if (!trying && seen !== map) setSeen(map);
  return trying && seen !== map ? () => setSeen(map) : null;
}

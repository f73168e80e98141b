import { Button, CloseButton, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CanvasEdit } from "../map/canvas/MapCanvas";
import { Disc } from "../map/Disc";
import type { MapData, Place } from "../map/model";
import { Lines } from "../map/panel/Lines";
import panel from "../map/panel/Panel.module.css";
import type { Try } from "./tries";

interface TryPersonProps {
  map: MapData;
  place: Place;
  select: (id: string | null) => void;
  edit: CanvasEdit;
  suppose: (one: Try) => void;
}

/** What can be tried of one person beyond what their card offers. */
export function TryPerson({ map, place, select, edit, suppose }: TryPersonProps) {
  const { t } = useTranslation();
  return (
    <section className={panel["section"]} aria-label={place.label}>
      <header className={panel["who"]}>
        <Disc support={place.support} influence={place.influence} size={44} />
        <div>
          <h2>{place.label}</h2>
          <p>{place.title}</p>
        </div>
        <CloseButton aria-label={t("inspector.close")} onClick={() => select(null)} />
      </header>
      <Group gap="xs">
        {place.person ? (
          <>
            <Button size="xs" variant="default" onClick={() => suppose({ kind: "meet", id: place.id, seller: null })}>
              {t("whatIf.meet")}
            </Button>
            <Button size="xs" variant="default" onClick={() => suppose({ kind: "leave", id: place.id })}>
              {t("whatIf.leave")}
            </Button>
          </>
        ) : (
          <Button size="xs" variant="default" onClick={() => suppose({ kind: "name", id: place.id, as: null })}>
            {t("whatIf.name")}
          </Button>
        )}
      </Group>
      {place.person && <Lines map={map} place={place} select={select} edit={edit} />}
    </section>
  );
}

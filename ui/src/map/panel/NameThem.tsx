import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CanvasEdit } from "../canvas/MapCanvas";
import type { MapData, Place } from "../model";
import { usePeople } from "../usePeople";

/** Say who a placeholder is: its roles and what was said of it stay. */
export function NameThem({ map, accountId, place, edit }: { map: MapData; accountId: string; place: Place; edit: CanvasEdit }) {
  const { t } = useTranslation();
  const people = usePeople(accountId, map, true);
  return (
    <Select
      size="sm"
      label={t("inspector.name")}
      placeholder={t("inspector.nameHint")}
      data={people.map((person) => ({ value: person.id, label: [person.name, person.title].filter(Boolean).join(" · ") }))}
      value={null}
      searchable
      nothingFoundMessage={t("search.none")}
      onChange={(id) => {
        const person = people.find((one) => one.id === id);
        if (person) edit.run(edit.edits.name(place, person.id, person.name));
      }}
    />
  );
}

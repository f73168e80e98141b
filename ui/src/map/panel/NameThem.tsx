import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CanvasEdit } from "../canvas/MapCanvas";
import type { MapData, Place } from "../model";
import { usePeople } from "../usePeople";

const NEW = "new";

/** Say who a placeholder is: its roles and what was said of it stay. Who is not known yet becomes known. */
export function NameThem({ map, accountId, place, edit }: { map: MapData; accountId: string; place: Place; edit: CanvasEdit }) {
  const { t } = useTranslation();
  const people = usePeople(accountId, map, true);
  const [typed, setTyped] = useState("");
  const known = people.map((person) => ({ value: person.id, label: [person.name, person.title].filter(Boolean).join(" · ") }));
  const name = typed.trim();
  return (
    <Select
      size="sm"
      label={t("inspector.name")}
      placeholder={t("inspector.nameHint")}
      data={name ? [...known, { value: NEW, label: t("inspector.nameNew", { name }) }] : known}
      searchValue={typed}
      onSearchChange={setTyped}
      maxLength={200}
      value={null}
      searchable
      onChange={(id) => {
        const person = people.find((one) => one.id === id);
        if (id === NEW) edit.run(edit.edits.nameNew(place, accountId, name));
        else if (person) edit.run(edit.edits.name(place, person.id, person.name));
      }}
    />
  );
}

import { Button, Checkbox, CloseButton, Group, Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CanvasEdit } from "../canvas/MapCanvas";
import { Explained } from "../../shared/Explained";
import { belowOf, type MapData, managers, type Place, type Tie } from "../model";
import css from "./Panel.module.css";

interface LinesProps {
  map: MapData;
  place: Place;
  select: (id: string | null) => void;
  edit: CanvasEdit | null;
}

const NOBODY = "nobody";
/** Of thousands, whoever is typed is found; so many are listed. */
const MOST_OPTIONS = 100;

/** Whom somebody reports to, and whom they move: said here, never by dragging. */
export function Lines({ map, place, select, edit }: LinesProps) {
  const { t } = useTranslation();
  const managerOf = managers(map);
  const manager = managerOf.get(place.id) ?? null;
  const below = belowOf(place.id, managerOf);
  const others = map.stakeholders.filter((one) => one.person && one.id !== place.id && !one.leftAt);
  const option = (one: Place) => ({ value: one.id, label: one.label });
  const influences = map.ties.filter((tie) => tie.kind === "INFLUENCES" && (tie.source.id === place.id || tie.target.id === place.id));
  return (
    <div className={css["lines"]}>
      <Select
        size="sm"
        label={t("lines.reportsTo")}
        data={[{ value: NOBODY, label: t("lines.nobody") }, ...others.filter((one) => !below.has(one.id)).map(option)]}
        value={manager ?? NOBODY}
        disabled={!edit}
        searchable
        limit={MOST_OPTIONS}
        allowDeselect={false}
        onChange={(id) => edit?.run(edit.edits.manager(place, others.find((one) => one.id === id) ?? null))}
      />
      {influences.length > 0 && (
        <>
          <ul className={css["ties"]} aria-label={t("lines.influence")}>
            {influences.map((tie) => (
              <Influence key={tie.id} map={map} place={place} tie={tie} select={select} edit={edit} />
            ))}
          </ul>
          <p className={css["hint"]}>{t("lines.hint")}</p>
        </>
      )}
      {edit && <NewInfluence place={place} others={others} edit={edit} />}
    </div>
  );
}

function Influence({ map, place, tie, select, edit }: LinesProps & { tie: Tie }) {
  const { t } = useTranslation();
  const outward = tie.source.id === place.id;
  const other = map.stakeholders.find((one) => one.id === (outward ? tie.target.id : tie.source.id));
  if (!other) return null;
  const sentence = tie.polarity === "NEGATIVE" ? (outward ? "lines.against" : "lines.againstBy") : outward ? "lines.moves" : "lines.movedBy";
  return (
    <li data-layer={tie.polarity === "NEGATIVE" ? "conflict" : "influence"}>
      <button type="button" onClick={() => select(other.id)}>
        {t(sentence, { name: other.label })}
      </button>
      <span>
        <Explained why={t("lines.strength")}>{tie.strength ?? "–"}/5</Explained>
      </span>
      {edit && (
        <CloseButton
          size="xs"
          aria-label={t("lines.end", { name: other.label })}
          onClick={() => edit.run(edit.edits.influence(outward ? place : other, outward ? other : place, null, false))}
        />
      )}
    </li>
  );
}

function NewInfluence({ place, others, edit }: { place: Place; others: Place[]; edit: CanvasEdit }) {
  const { t } = useTranslation();
  const [to, setTo] = useState<string | null>(null);
  const [strength, setStrength] = useState("3");
  const [negative, setNegative] = useState(false);
  const target = others.find((one) => one.id === to);
  return (
    <>
      <Select
        size="sm"
        label={t("lines.add")}
        placeholder={t("lines.whom")}
        data={others.map((one) => ({ value: one.id, label: one.label }))}
        value={to}
        searchable
        limit={MOST_OPTIONS}
        clearable
        onChange={setTo}
      />
      {target && (
        <Group gap="xs" justify="space-between">
          <Select size="xs" w={110} aria-label={t("lines.strength")} data={["1", "2", "3", "4", "5"].map((value) => ({ value, label: `${value}/5` }))} value={strength} allowDeselect={false} onChange={(value) => setStrength(value ?? "3")} />
          <Checkbox size="xs" label={t("lines.negative")} checked={negative} onChange={(event) => setNegative(event.currentTarget.checked)} />
          <Button
            size="xs"
            onClick={() => {
              edit.run(edit.edits.influence(place, target, Number(strength), negative));
              setTo(null);
              // This button goes: the keys are given back to the map.
              document.querySelector<HTMLElement>("[data-map]")?.focus();
            }}
          >
            {t("lines.draw")}
          </Button>
        </Group>
      )}
    </>
  );
}

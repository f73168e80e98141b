import { Button, CloseButton, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Edits } from "../map/edits";
import type { MapData } from "../map/model";
import panel from "../map/panel/Panel.module.css";
import { wordsOf } from "./suppose";
import { canBeKept, type Try } from "./tries";
import css from "./WhatIf.module.css";

interface TryListProps {
  map: MapData;
  tries: readonly Try[];
  edits: Edits;
  set: (tries: readonly Try[]) => void;
  select: (id: string) => void;
  /** Null for who may not write here. */
  keep: (() => void) | null;
}

/** What is tried, to be taken back one by one, discarded or kept together. */
export function TryList({ map, tries, edits, set, select, keep }: TryListProps) {
  const { t } = useTranslation();
  return (
    <section className={panel["section"]}>
      <h2>{t("whatIf.tried")}</h2>
      {tries.length === 0 && <p className={panel["hint"]}>{t("whatIf.none")}</p>}
      <ol className={css["tries"]}>
        {tries.map((one, index) => {
          const words = wordsOf(one, map, edits, t);
          return (
            <li key={`${one.kind} ${one.id} ${index}`}>
              <button type="button" onClick={() => select(one.id)}>
                {words}
                {!canBeKept(one) && <small>{t("whatIf.cannotKeep")}</small>}
              </button>
              <CloseButton size="xs" aria-label={t("whatIf.takeBack", { what: words })} onClick={() => set(tries.filter((other) => other !== one))} />
            </li>
          );
        })}
      </ol>
      {tries.length > 0 && (
        <Group gap="xs">
          {keep && (
            <Button size="sm" disabled={!tries.some(canBeKept)} onClick={keep}>
              {t("whatIf.keep")}
            </Button>
          )}
          <Button size="sm" variant="default" onClick={() => set([])}>
            {t("whatIf.discard")}
          </Button>
        </Group>
      )}
    </section>
  );
}

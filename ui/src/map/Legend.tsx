import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Explained } from "../shared/Explained";
import { isSmall } from "../shared/small";
import { useNow } from "../shared/useNow";
import css from "./Map.module.css";
import { Signs } from "./Signs";
import { quarterStart } from "./useChanged";
import type { Layer } from "./useMapUrl";
import { useStart } from "./useStart";

interface LegendProps {
  layers: readonly Layer[];
  /** The moment of the map; null: now. */
  asOf: string | null;
}

/** What the signs mean, where they stand; in a small window it opens at a click. */
export function Legend({ layers, asOf }: LegendProps) {
  const { t } = useTranslation();
  const start = useStart();
  const now = useNow();
  const [open] = useState(() => !isSmall());
  const [whole, setWhole] = useState(false);
  return (
    <details className={css["signs"]} open={open}>
      <summary>{t("legend.title")}</summary>
      <ul className={css["legend"]} aria-label={t("legend.title")} data-legend data-whole={whole || undefined}>
        <Signs layers={layers} since={start.say(quarterStart(asOf ? Date.parse(asOf) : now).slice(0, 10))} explain={(word, why) => <Explained why={why}>{word}</Explained>} />
        <li className={css["more"]}>
          <button type="button" aria-expanded={whole} onClick={() => setWhole(!whole)}>
            {t(whole ? "legend.fewer" : "legend.all")}
          </button>
        </li>
      </ul>
    </details>
  );
}

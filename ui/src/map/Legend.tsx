import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import { NeverMetIcon } from "../shared/icons";
import { SeverityMark } from "../shared/SeverityMark";
import { isSmall } from "../shared/small";
import { Ring } from "./canvas/QuickEdit";
import { Disc } from "./Disc";
import css from "./Map.module.css";
import { GLYPH, INFLUENCES, ROLES, SUPPORTS } from "./model";
import { RoleMark } from "./RoleSlots";
import type { Layer } from "./useMapUrl";

/** What the signs mean, where they stand; in a small window it opens at a click. */
export function Legend({ layers }: { layers: readonly Layer[] }) {
  const { t } = useTranslation();
  const codes = useCodes();
  const [open] = useState(() => !isSmall());
  const [whole, setWhole] = useState(false);
  return (
    <details className={css["signs"]} open={open}>
      <summary>{t("legend.title")}</summary>
      <ul className={css["legend"]} aria-label={t("legend.title")} data-legend data-whole={whole || undefined}>
        {SUPPORTS.map((support) => (
          <li key={support}>
            <Disc support={support} size={18} /> {codes.label("Support", support)}
          </li>
        ))}
        <li>
          <Disc support={null} size={18} /> {t("support.unknown")}
        </li>
        {INFLUENCES.map((influence) => (
          <li key={influence} className={css["roomy"]}>
            <Ring influence={influence} /> {codes.label("Influence", influence)}
          </li>
        ))}
        <li className={css["roomy"]} title={t("legend.keyPlayer")}>
          <Ring influence="INNER_CIRCLE" />
          <Ring influence="POLITICAL_STRUCTURE" /> {t("inspector.keyPlayer")}
        </li>
        {ROLES.map((role) => (
          <li key={role} data-role={role}>
            <RoleMark role={role} /> {codes.label("BuyingRole", role)}
          </li>
        ))}
        {layers.map((layer) => (
          <li key={layer} title={layer === "influence" || layer === "conflict" ? t("lines.hint") : undefined}>
            <svg width="26" height="10" aria-hidden="true">
              <path className={css["line"]} data-layer={layer} d="M1 5H25" />
            </svg>
            {t(`layer.${layer}`)}
          </li>
        ))}
        <li>
          <NeverMetIcon /> {t("card.neverMet")}
        </li>
        <li>
          <SeverityMark severity="WARNING" label={codes.label("Severity", "WARNING")} size={14} /> {t("drawing.finding")}
        </li>
        <li>
          <b aria-hidden="true">
            {GLYPH.NEUTRAL}→{GLYPH.SUPPORTER}
          </b>
          {t("legend.changed")}
        </li>
        <li className={css["more"]}>
          <button type="button" aria-expanded={whole} onClick={() => setWhole(!whole)}>
            {t(whole ? "legend.fewer" : "legend.all")}
          </button>
        </li>
      </ul>
    </details>
  );
}

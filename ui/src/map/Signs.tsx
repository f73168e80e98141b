import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import { NeverMetIcon } from "../shared/icons";
import { SeverityMark } from "../shared/SeverityMark";
import { Ring } from "./canvas/QuickEdit";
import { Clash } from "./canvas/TieEdge";
import { Disc } from "./Disc";
import css from "./Map.module.css";
import { GLYPH, INFLUENCES, ROLES, SUPPORTS } from "./model";
import { RoleMark } from "./RoleSlots";
import type { Layer } from "./useMapUrl";

interface SignsProps {
  layers: readonly Layer[];
  /** From when changes are marked, in words. */
  since: string;
  /** A word with what it means. */
  explain: (word: string, why: string) => ReactNode;
}

/** Every sign of a map with its meaning, as items of a list. */
export function Signs({ layers, since, explain }: SignsProps) {
  const { t } = useTranslation();
  const codes = useCodes();
  return (
    <>
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
      <li className={css["roomy"]}>
        <Ring influence={null} /> {t("influence.unknown")}
      </li>
      <li className={css["roomy"]}>
        <Ring influence="INNER_CIRCLE" />
        <Ring influence="POLITICAL_STRUCTURE" /> {explain(t("inspector.keyPlayer"), t("legend.keyPlayer"))}
      </li>
      {ROLES.map((role) => (
        <li key={role} data-role={role}>
          <RoleMark role={role} /> {codes.label("BuyingRole", role)}
        </li>
      ))}
      {layers.map((layer) => (
        <li key={layer}>
          <svg width="26" height="18" viewBox="0 0 26 18" aria-hidden="true">
            <path className={css["line"]} data-layer={layer} d={layer === "influence" ? "M1 9H19" : "M1 9H25"} />
            {layer === "influence" && <path className={css["head"]} d="M18 4.5V13.5L26 9Z" />}
            {layer === "conflict" && <Clash x={13} y={9} />}
          </svg>
          {layer === "influence" || layer === "conflict" ? explain(t(`layer.${layer}`), t("lines.hint")) : t(`layer.${layer}`)}
          {layer === "influence" && <small className={css["roomy"]}>{t("legend.thicker")}</small>}
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
        {t("legend.changed", { day: since })}
      </li>
    </>
  );
}

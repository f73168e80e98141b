import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import { useSay } from "../map/canvas/useSay";
import type { Point } from "../map/layout";
import type { MapData } from "../map/model";
import type { Change } from "../map/useChanged";
import type { Gap } from "../map/useInsights";
import type { Layer } from "../map/useMapUrl";
import { day, locale, signed } from "../shared/format";
import type { MapDrawingProps } from "./MapDrawing";

interface Drawn {
  accountName: string;
  map: MapData;
  at: ReadonlyMap<string, Point>;
  layers: readonly Layer[];
  gaps: ReadonlyMap<string, Gap>;
  changed: ReadonlyMap<string, Change>;
  /** The day of which it is, as 2026-06-30. */
  when: string;
}

/** What a drawing of a map needs, in the reader's words. */
export function useDrawing({ accountName, map, at, layers, gaps, changed, when }: Drawn): MapDrawingProps {
  const { t, i18n } = useTranslation();
  const codes = useCodes();
  const words = useSay();
  const { value } = map.supportScore;
  const under = [
    map.opportunity?.name ?? t("map.whole"),
    t("drawing.asOf", { day: day(`${when}T12:00:00`, i18n.language) }),
    codes.label("MapStatus", map.status),
    value !== null && `${t("score.support")} ${signed(value)}`,
    `${t("score.completeness")} ${new Intl.NumberFormat(locale(i18n.language), { style: "percent" }).format(map.completeness.value)}`,
  ];
  return {
    map,
    at,
    layers,
    changed,
    severities: new Map([...gaps].map(([id, gap]) => [id, gap.severity])),
    words: {
      ...words,
      layer: (layer) => t(`layer.${layer}`),
      placeholder: t("card.placeholder"),
      new: t("card.new"),
      finding: t("drawing.finding"),
    },
    language: i18n.language === "zh" ? "zh-CN" : "en",
    heading: { title: accountName, under: under.filter(Boolean).join(" · ") },
    label: t("map.title"),
  };
}

import { ActionIcon } from "@mantine/core";
import { useReactFlow } from "@xyflow/react";
import { FitIcon } from "../../shared/icons";
import { useTranslation } from "react-i18next";
import { isSmall } from "../../shared/small";

/** Room for what lies over the canvas: tools and the quick edit above, legend below. */
const FRAME = { top: "112px", bottom: "98px", left: "64px", right: "36px" } as const;
const SMALL_FRAME = { top: "64px", bottom: "20px", left: "60px", right: "20px" } as const;
export const frame = () => (isSmall() ? SMALL_FRAME : FRAME);
const SOON = { duration: 150 };

export function ZoomButtons() {
  const { t } = useTranslation();
  const flow = useReactFlow();
  return (
    <ActionIcon.Group orientation="vertical">
      <ActionIcon variant="default" size={34} aria-label={t("map.zoomIn")} onClick={() => void flow.zoomIn(SOON)}>
        +
      </ActionIcon>
      <ActionIcon variant="default" size={34} aria-label={t("map.zoomOut")} onClick={() => void flow.zoomOut(SOON)}>
        −
      </ActionIcon>
      <ActionIcon variant="default" size={34} aria-label={t("map.fit")} onClick={() => void flow.fitView({ ...SOON, padding: frame(), maxZoom: 1.15 })}>
        <FitIcon />
      </ActionIcon>
    </ActionIcon.Group>
  );
}

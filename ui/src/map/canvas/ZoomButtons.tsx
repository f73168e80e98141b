import { ActionIcon } from "@mantine/core";
import { useReactFlow } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import { FitIcon } from "../../shared/icons";
import type { Point } from "../layout";
import { useFit } from "./view";

const SOON = { duration: 150 };

export function ZoomButtons({ at }: { at: ReadonlyMap<string, Point> }) {
  const { t } = useTranslation();
  const flow = useReactFlow();
  const fit = useFit(at);
  return (
    <ActionIcon.Group orientation="vertical">
      <ActionIcon variant="default" size={34} aria-label={t("map.zoomIn")} onClick={() => void flow.zoomIn(SOON)}>
        +
      </ActionIcon>
      <ActionIcon variant="default" size={34} aria-label={t("map.zoomOut")} onClick={() => void flow.zoomOut(SOON)}>
        −
      </ActionIcon>
      <ActionIcon variant="default" size={34} aria-label={t("map.fit")} onClick={() => void fit(SOON.duration)}>
        <FitIcon />
      </ActionIcon>
    </ActionIcon.Group>
  );
}

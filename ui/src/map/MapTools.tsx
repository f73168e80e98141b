import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { HelpIcon, LayersIcon, PlusIcon, TidyIcon } from "../shared/icons";
import css from "./Map.module.css";
import { type Layer, LAYERS, layersInUrl } from "./useMapUrl";

interface MapToolsProps {
  layers: readonly Layer[];
  change: (changes: Record<string, string | null>) => void;
  add: (() => void) | null;
  tidy: (() => void) | null;
  help: () => void;
  children?: ReactNode;
}

export function MapTools({ layers, change, add, tidy, help, children }: MapToolsProps) {
  const { t } = useTranslation();
  const toggle = (layer: Layer) => change({ layers: layersInUrl(LAYERS.filter((one) => layers.includes(one) !== (one === layer))) });
  return (
    <div className={css["buttons"]}>
      {add && (
        <Button size="sm" leftSection={<PlusIcon />} onClick={add}>
          {t("map.add")}
        </Button>
      )}
      <Menu closeOnItemClick={false} position="bottom-start">
        <Menu.Target>
          <Button size="sm" variant="default" leftSection={<LayersIcon />}>
            {t("map.layers")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {LAYERS.map((layer) => (
            <Menu.CheckboxItem key={layer} checked={layers.includes(layer)} onChange={() => toggle(layer)}>
              {t(`layer.${layer}`)}
            </Menu.CheckboxItem>
          ))}
        </Menu.Dropdown>
      </Menu>
      {tidy && (
        <Button size="sm" variant="default" leftSection={<TidyIcon />} onClick={tidy}>
          {t("map.tidy")}
        </Button>
      )}
      {children}
      <Tooltip label={t("keys.title")}>
        <ActionIcon variant="default" size={36} aria-label={t("keys.title")} onClick={help}>
          <HelpIcon />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

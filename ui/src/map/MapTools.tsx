import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { HelpIcon, LayersIcon, PlusIcon, TidyIcon } from "../shared/icons";
import css from "./Map.module.css";
import { type Layer, LAYERS, layersInUrl } from "./useMapUrl";

interface MapToolsProps {
  layers: readonly Layer[];
  at: string | null;
  change: (changes: Record<string, string | null>) => void;
  add: (() => void) | null;
  tidy: (() => void) | null;
  help: () => void;
}

export function MapTools({ layers, at, change, add, tidy, help }: MapToolsProps) {
  const { t } = useTranslation();
  const toggle = (layer: Layer) => change({ layers: layersInUrl(LAYERS.filter((one) => layers.includes(one) !== (one === layer))) });
  return (
    <div className={css["tools"]}>
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
              <Menu.Item key={layer} role="menuitemcheckbox" aria-checked={layers.includes(layer)} onClick={() => toggle(layer)} leftSection={<span className={css["check"]}>{layers.includes(layer) ? "✓" : ""}</span>}>
                {t(`layer.${layer}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {tidy && (
          <Button size="sm" variant="default" leftSection={<TidyIcon />} onClick={tidy}>
            {t("map.tidy")}
          </Button>
        )}
        <label className={css["date"]}>
          <span className="sr">{t("map.at")}</span>
          <input type="date" value={at ?? ""} title={t("map.at")} onChange={(event) => change({ at: event.currentTarget.value || null })} />
        </label>
        <Tooltip label={t("keys.title")}>
          <ActionIcon variant="default" size={36} aria-label={t("keys.title")} onClick={help}>
            <HelpIcon />
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}

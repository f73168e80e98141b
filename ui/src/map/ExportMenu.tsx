import { Button, Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PictureKind } from "../drawing/saveMap";
import { useDrawing } from "../drawing/useDrawing";
import { SaveIcon } from "../shared/icons";
import { say } from "../shared/toast";

type ExportMenuProps = Parameters<typeof useDrawing>[0];

/** The whole map as a file: everybody in it, wherever one has scrolled to. */
export function ExportMenu(drawn: ExportMenuProps) {
  const { t } = useTranslation();
  const drawing = useDrawing(drawn);
  const save = async (kind: PictureKind) => {
    try {
      const { saveMap } = await import("../drawing/saveMap");
      const name = await saveMap(drawing, [drawn.accountName, drawn.map.opportunity?.name ?? null, drawn.when], kind);
      say({ text: t("drawing.saved", { name }), actions: [] });
    } catch (error) {
      say({ failed: true, text: t("drawing.failed", { why: error instanceof Error ? error.message : "" }), actions: [] });
    }
  };
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="sm" variant="default" leftSection={<SaveIcon />}>
          {t("drawing.save")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void save("png")}>{t("drawing.png")}</Menu.Item>
        <Menu.Item onClick={() => void save("svg")}>{t("drawing.svg")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Empty } from "../shared/Empty";
import { PlusIcon } from "../shared/icons";

export function EmptyMap({ add }: { add: (() => void) | null }) {
  const { t } = useTranslation();
  return (
    <Empty title={t("map.empty")} text={t(add ? "map.emptyHint" : "map.emptyThen")}>
      {add && (
        <Button leftSection={<PlusIcon />} onClick={add}>
          {t("map.add")}
        </Button>
      )}
    </Empty>
  );
}

import { Button, CloseButton } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { dismiss, toasts, watchToasts } from "./toast";
import css from "./Toasts.module.css";

export function Toasts() {
  const { t } = useTranslation();
  const shown = useSyncExternalStore(watchToasts, toasts);
  return (
    <div className={css["toasts"]} role="region" aria-label={t("toast.region")}>
      {shown.map((one) => (
        <div key={one.id} className={css["toast"]} role={one.failed ? "alert" : "status"} data-failed={one.failed ?? undefined}>
          <span>{one.text}</span>
          {one.actions?.map((action) => (
            <Button
              key={action.label}
              size="compact-sm"
              variant="default"
              onClick={() => {
                dismiss(one.id);
                action.run();
              }}
            >
              {action.label}
            </Button>
          ))}
          <CloseButton size="sm" aria-label={t("toast.close")} onClick={() => dismiss(one.id)} />
        </div>
      ))}
    </div>
  );
}

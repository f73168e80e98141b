import { useTranslation } from "react-i18next";
import type { Place } from "../model";
import css from "./Canvas.module.css";
import type { CanvasEdit } from "./MapCanvas";

/** Enter keeps the name, Esc and leaving the field do not. */
export function Rename({ place, edit, close }: { place: Place; edit: CanvasEdit; close: () => void }) {
  const { t } = useTranslation();
  return (
    <input
      className={`nodrag ${css["rename"] ?? ""}`}
      aria-label={t("card.rename")}
      defaultValue={place.label}
      maxLength={200}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={close}
      onKeyDown={(event) => {
        event.stopPropagation();
        const name = event.currentTarget.value.trim();
        if (event.key === "Enter" && name && name !== place.label) edit.run(edit.edits.rename(place, name));
        if (event.key === "Enter" || event.key === "Escape") {
          document.querySelector<HTMLElement>("[data-map]")?.focus();
          close();
        }
      }}
    />
  );
}

import type { ReactNode } from "react";
import css from "./Panel.module.css";

interface PickProps {
  label: string;
  value?: string;
  disabled: boolean;
  options: { key: string; label: string; on: boolean; mark: ReactNode; hint?: string; run: () => void }[];
}

/** A row of signs to choose from; what is chosen is said in words beside. */
export function Pick({ label, value, disabled, options }: PickProps) {
  return (
    <div className={css["pick"]} role="group" aria-label={label}>
      <span className={css["label"]}>
        {label}
        {value && <b>{value}</b>}
      </span>
      <span className={css["options"]}>
        {options.map((option) => (
          <button key={option.key} type="button" aria-pressed={option.on} aria-label={option.label} title={option.label} disabled={disabled} onClick={option.run}>
            {option.mark}
          </button>
        ))}
      </span>
    </div>
  );
}

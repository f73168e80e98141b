import { TextInput, type TextInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import css from "./DayInput.module.css";
import { day } from "./format";

interface DayInputProps extends Omit<TextInputProps, "value" | "onChange" | "type"> {
  /** As 2026-06-30; empty: none. */
  value: string;
  change: (value: string) => void;
  /** With its label beside it, not above. */
  inline?: boolean;
}

/** A day, said as everywhere in the pages: a browser says it in its own language, which need not be the reader's. */
export function DayInput({ value, change, inline = false, className, ...rest }: DayInputProps) {
  const { t, i18n } = useTranslation();
  return (
    <TextInput
      {...rest}
      type="date"
      className={`${css["day"] ?? ""} ${inline ? (css["inline"] ?? "") : ""} ${className ?? ""}`}
      classNames={{ section: css["said"] ?? "" }}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={<span aria-hidden="true">{value ? day(`${value}T12:00:00`, i18n.language) : t("start.choose")}</span>}
      leftSectionPointerEvents="none"
    />
  );
}

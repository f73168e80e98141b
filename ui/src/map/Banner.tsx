import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { day } from "../shared/format";
import css from "./Map.module.css";

interface BannerProps {
  why: "past" | "closed" | "viewer";
  at: string | null;
  change: (changes: Record<string, string | null>) => void;
}

/** Why nothing can be changed here. */
export function Banner({ why, at, change }: BannerProps) {
  const { t, i18n } = useTranslation();
  const text = why === "past" && at ? t("banner.past", { day: day(`${at}T12:00:00`, i18n.language) }) : t(why === "closed" ? "banner.closed" : "banner.viewer");
  return (
    <div className={css["banner"]} role="status">
      <span>{text}</span>
      {why === "past" && (
        <Button size="compact-sm" variant="default" onClick={() => change({ at: null })}>
          {t("banner.now")}
        </Button>
      )}
    </div>
  );
}

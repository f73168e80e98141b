import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import css from "./MapViews.module.css";

const VIEWS = ["map", "picture", "whatIf", "review"] as const;
const PATHS: Record<(typeof VIEWS)[number], string> = { map: "map", picture: "picture", whatIf: "what-if", review: "review" };

/** The ways to see one map. */
export function MapViews({ accountId, opportunity }: { accountId: string; opportunity: string | null }) {
  const { t } = useTranslation();
  const [here] = useLocation();
  return (
    <nav className={css["views"]} aria-label={t("mapViews.label")}>
      {VIEWS.map((view) => (
        <Link key={view} href={`/a/${accountId}/${PATHS[view]}${opportunity ? `?o=${opportunity}` : ""}`} aria-current={here === `/a/${accountId}/${PATHS[view]}` ? "page" : undefined}>
          {t(`mapViews.${view}`)}
        </Link>
      ))}
    </nav>
  );
}

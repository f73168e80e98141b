import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import css from "./Shell.module.css";

const VIEWS = [
  ["/", "nav.accounts"],
  ["/insights", "nav.day"],
  ["/import", "nav.import"],
] as const;

/** The ways to the views of the whole portfolio. */
export function Nav() {
  const { t } = useTranslation();
  const [here] = useLocation();
  return (
    <nav className={css["nav"]} aria-label={t("nav.label")}>
      {VIEWS.map(([path, words]) => (
        <Link key={path} href={path} aria-current={here === path ? "page" : undefined}>
          {t(words)}
        </Link>
      ))}
    </nav>
  );
}

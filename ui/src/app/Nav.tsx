import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import css from "./Shell.module.css";

const VIEWS = [
  ["/", "nav.accounts"],
  ["/insights", "nav.day"],
] as const;

/** The ways to the views of the whole portfolio. */
export function Nav() {
  const { t } = useTranslation();
  return (
    <nav className={css["nav"]} aria-label={t("nav.label")}>
      {VIEWS.map(([path, words]) => (
        <Link key={path} href={path} className={(active) => (active ? css["here"] ?? "" : "")}>
          {t(words)}
        </Link>
      ))}
    </nav>
  );
}

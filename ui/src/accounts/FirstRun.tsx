import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import css from "./Accounts.module.css";

/** Three ways to a first map, for whoever opens an empty database. */
export function FirstRun({ create }: { create: () => void }) {
  const { t } = useTranslation();
  return (
    <section className={css["first"]}>
      <h2>{t("firstRun.title")}</h2>
      <p>{t("firstRun.text")}</p>
      <div className={css["ways"]}>
        <div className={css["way"]}>
          <h3>{t("firstRun.create")}</h3>
          <p>{t("firstRun.createText")}</p>
          <Button onClick={create}>{t("accounts.new")}</Button>
        </div>
        <div className={css["way"]}>
          <h3>{t("firstRun.demo")}</h3>
          <p>{t("firstRun.demoText")}</p>
          <code tabIndex={0}>rapport demo</code>
        </div>
        <div className={css["way"]}>
          <h3>{t("firstRun.import")}</h3>
          <p>{t("firstRun.importText")}</p>
          <Button variant="default" component={Link} href="/import">
            {t("nav.import")}
          </Button>
        </div>
      </div>
    </section>
  );
}

import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Empty } from "../shared/Empty";
import { Shell } from "./Shell";

/** The same page for what does not exist and what may not be seen: neither is told from the other. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Shell title={t("notFound.title")}>
      <Empty title={t("notFound.title")} text={t("notFound.text")}>
        <Button component={Link} href="/">
          {t("notFound.back")}
        </Button>
      </Empty>
    </Shell>
  );
}

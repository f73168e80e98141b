import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";

const DuplicatesDialog = lazy(() => import("../merge/Duplicates").then((module) => ({ default: module.DuplicatesDialog })));

/** The way to what may be there twice, for whoever may merge it. */
export function FindDuplicates() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  if (useCodes().viewer?.role !== "ADMIN") return null;
  return (
    <>
      <Button variant="default" px="sm" onClick={() => setOpened(true)}>
        {t("merge.find")}
      </Button>
      <Suspense>{opened && <DuplicatesDialog close={() => setOpened(false)} />}</Suspense>
    </>
  );
}

import { Alert, Button, Skeleton, Stack } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/client";
import { time } from "./format";
import css from "./Waiting.module.css";

/** Where something is on its way; nothing for the first 150 ms, so that what is quick does not flicker. */
export function Waiting({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Stack p="lg" gap="md" role="status" aria-label={t("state.loading")} data-testid="waiting">
      {late && Array.from({ length: rows }, (_, row) => <Skeleton key={row} height={34} />)}
    </Stack>
  );
}

/** What went wrong, in words, with a way to try again. */
export function Failed({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useTranslation();
  const offline = error instanceof ApiError && error.kind === "offline";
  return (
    <Alert m="lg" color="red" variant="outline" title={t(offline ? "state.offline" : "state.failed")} role="alert">
      <Stack gap="sm" align="flex-start">
        <span>{offline ? t("state.offlineHint") : error.message}</span>
        <Button size="xs" variant="default" onClick={retry}>
          {t("state.retry")}
        </Button>
      </Stack>
    </Alert>
  );
}

/** What is on the page stays when it could not be read anew: from when it is, and a way to try again. */
export function Old({ error, since, retry }: { error: Error; since: number; retry: () => void }) {
  const { t, i18n } = useTranslation();
  const offline = error instanceof ApiError && error.kind === "offline";
  return (
    <p className={css["old"]} role="status">
      {t(offline ? "state.offline" : "state.failed")}. {t("state.old", { at: time(since, i18n.language) })}
      <Button size="compact-sm" variant="default" onClick={retry}>
        {t("state.retry")}
      </Button>
    </p>
  );
}

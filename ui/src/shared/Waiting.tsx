import { Alert, Button, Skeleton, Stack } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/client";

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

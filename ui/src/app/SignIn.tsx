import { Button, PasswordInput, Stack } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../shared/Dialog";
import { onUnauthenticated, token } from "../api/client";
import { queryClient } from "../api/queries";

/** Asks for a token when the server does; what is on the page stays, so that nothing typed is lost. */
export function SignIn() {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const [value, setValue] = useState("");
  useEffect(() => onUnauthenticated(() => setAsked(true)), []);
  const enter = () => {
    token.write(value.trim());
    setAsked(false);
    setValue("");
    void queryClient.invalidateQueries();
  };
  return (
    <Dialog opened={asked} onClose={() => setAsked(false)} title={t("signIn.title")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          enter();
        }}
      >
        <Stack>
          <PasswordInput
            label={t("signIn.token")}
            description={t("signIn.hint")}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
          <Button type="submit" disabled={!value.trim()}>
            {t("signIn.enter")}
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}

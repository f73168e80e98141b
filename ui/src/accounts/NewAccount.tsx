import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../shared/Dialog";
import { useLocation } from "wouter";
import { request } from "../api/client";
import { useCodes } from "../api/codes";
import type { AccountKind, Tier } from "../gql/graphql";
import { CREATE_ACCOUNT } from "./accounts.graphql";
import { KINDS, TIERS } from "./filters";

const EMPTY = { name: "", kind: "COMPANY" as AccountKind, tier: null as Tier | null, industry: "" };

export function NewAccount({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation();
  const codes = useCodes();
  const client = useQueryClient();
  const [, go] = useLocation();
  const [form, setForm] = useState(EMPTY);
  const pick = (list: string, values: readonly string[]) => values.map((value) => ({ value, label: codes.label(list, value) }));
  const create = useMutation({
    mutationFn: () =>
      request(CREATE_ACCOUNT, {
        input: {
          name: form.name,
          kind: form.kind,
          ...(form.tier && { tier: form.tier }),
          ...(form.industry.trim() && { industry: form.industry.trim() }),
          ...(codes.viewer && { ownerId: codes.viewer.id }),
        },
      }),
    onSuccess: ({ createAccount }) => {
      if (!createAccount.account) return;
      setForm(EMPTY);
      close();
      void client.invalidateQueries({ queryKey: ["accounts"] });
      go(`/a/${createAccount.account.id}/map`);
    },
  });
  const errors = create.data?.createAccount.userErrors ?? [];
  const errorOf = (field: string) => errors.find((error) => error.field?.[0] === field)?.message;
  const other = create.error?.message ?? errors.find((error) => !["name", "industry"].includes(error.field?.[0] ?? ""))?.message;
  return (
    <Dialog opened={opened} onClose={close} title={t("newAccount.title")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack>
          <TextInput
            label={t("newAccount.name")}
            required
            data-autofocus
            value={form.name}
            error={errorOf("name")}
            onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
          />
          <Select
            label={t("accounts.kind")}
            data={pick("AccountKind", KINDS)}
            value={form.kind}
            allowDeselect={false}
            onChange={(kind) => setForm({ ...form, kind: kind as AccountKind })}
          />
          <Select
            label={t("accounts.tier")}
            data={pick("Tier", TIERS)}
            value={form.tier}
            clearable
            onChange={(tier) => setForm({ ...form, tier: tier as Tier | null })}
          />
          <TextInput
            label={t("newAccount.industry")}
            value={form.industry}
            error={errorOf("industry")}
            onChange={(event) => setForm({ ...form, industry: event.currentTarget.value })}
          />
          {other && <span role="alert">{other}</span>}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("action.cancel")}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={!form.name.trim()}>
              {t("newAccount.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

import { Button, Checkbox, Group, SegmentedControl, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../shared/Dialog";
import { useCodes } from "../api/codes";
import type { BuyingRole } from "../gql/graphql";
import type { Newcomer } from "./edits";
import { type MapData, ROLES } from "./model";
import { usePeople } from "./usePeople";

interface AddPersonProps {
  opened: boolean;
  close: () => void;
  accountId: string;
  map: MapData;
  add: (newcomer: Newcomer) => void;
}

const EMPTY = { kind: "new" as Newcomer["kind"], name: "", title: "", personId: null as string | null, roles: [] as BuyingRole[], managerId: null as string | null };

/** Somebody new to the map: known to the account, not yet known, or a place whose person is not known. */
export function AddPerson({ opened, close, accountId, map, add }: AddPersonProps) {
  const { t } = useTranslation();
  const codes = useCodes();
  const [form, setForm] = useState(EMPTY);
  const set = (changes: Partial<typeof EMPTY>) => setForm((now) => ({ ...now, ...changes }));
  const people = usePeople(accountId, map, opened);
  const known = people.find((person) => person.id === form.personId);
  const name = form.kind === "known" ? (known?.name ?? "") : form.name.trim();
  const managers = map.stakeholders.flatMap(({ person }) => (person ? [{ value: person.id, label: person.name }] : []));
  const submit = () => {
    add({
      kind: form.kind,
      name,
      roles: form.roles,
      ...(form.personId && { personId: form.personId }),
      ...(form.title.trim() && { title: form.title.trim() }),
      ...(form.managerId && { managerId: form.managerId }),
    });
    setForm(EMPTY);
    close();
  };
  return (
    <Dialog opened={opened} onClose={close} title={t("add.title")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          <SegmentedControl
            aria-label={t("add.who")}
            value={form.kind}
            onChange={(kind) => set({ kind: kind })}
            data={[
              { value: "new", label: t("add.new") },
              { value: "known", label: t("add.known") },
              { value: "placeholder", label: t("add.placeholder") },
            ]}
          />
          {form.kind === "known" ? (
            <Select
              label={t("add.person")}
              data={people.map((person) => ({ value: person.id, label: [person.name, person.title].filter(Boolean).join(" · ") }))}
              value={form.personId}
              searchable
              nothingFoundMessage={t("add.nobodyLeft")}
              onChange={(personId) => set({ personId })}
            />
          ) : (
            <TextInput
              label={t(form.kind === "new" ? "add.name" : "add.label")}
              placeholder={form.kind === "new" ? "" : t("add.labelHint")}
              required
              maxLength={200}
              data-autofocus
              value={form.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
          )}
          {form.kind === "new" && <TextInput label={t("add.jobTitle")} maxLength={200} value={form.title} onChange={(event) => set({ title: event.currentTarget.value })} />}
          <Checkbox.Group label={t("inspector.roles")} value={form.roles} onChange={(roles) => set({ roles: ROLES.filter((role) => roles.includes(role)) })}>
            <Group mt={6} gap="md">
              {ROLES.map((role) => (
                <Checkbox key={role} value={role} label={codes.label("BuyingRole", role)} />
              ))}
            </Group>
          </Checkbox.Group>
          {form.kind !== "placeholder" && managers.length > 0 && (
            <Select label={t("lines.reportsTo")} data={managers} value={form.managerId} searchable clearable onChange={(managerId) => set({ managerId })} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("action.cancel")}
            </Button>
            <Button type="submit" disabled={!name}>
              {t("add.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

import { Button, Group, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import { useCodes } from "../api/codes";
import type { InteractionKind } from "../gql/graphql";
import { CONTACT, UNDO } from "../map/edits.graphql";
import { DayInput } from "../shared/DayInput";
import { say } from "../shared/toast";
import css from "./Person.module.css";
import { directionOf, KINDS, momentOf } from "./told";

/** A contact is told in two clicks and a sentence: what it was, what was said, kept. */
export function LogInteraction({ personId, accounts }: { personId: string; accounts: { id: string; name: string }[] }) {
  const { t } = useTranslation();
  const codes = useCodes();
  const client = useQueryClient();
  const [kind, setKind] = useState<InteractionKind | null>(null);
  const [note, setNote] = useState("");
  const [accountId, setAccount] = useState(accounts[0]?.id ?? "");
  const [day, setDay] = useState(() => new Date().toLocaleDateString("sv"));
  const again = () => void client.invalidateQueries();
  const undo = useMutation({ mutationFn: (changeId: string) => request(UNDO, { input: { changeId } }), onSettled: again });
  const keep = useMutation({
    mutationFn: async (chosen: InteractionKind) => {
      const { done } = await request(CONTACT, {
        input: {
          ...{ accountId, kind: chosen, direction: directionOf(chosen), at: momentOf(day, new Date()), personIds: [personId] },
          sellerIds: codes.viewer ? [codes.viewer.id] : [],
          ...(note.trim() && { note: note.trim() }),
        },
      });
      if (done.userErrors[0]) throw new Error(done.userErrors[0].message);
      return done.changeId;
    },
    onSuccess: (changeId) => {
      setKind(null);
      setNote("");
      say({ text: t("person.logged"), actions: changeId ? [{ label: t("action.undo"), run: () => undo.mutate(changeId) }] : [] });
      again();
    },
  });
  if (codes.viewer?.role === "VIEWER" || !accountId) return null;
  return (
    <form
      className={css["log"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (kind) keep.mutate(kind);
      }}
    >
      <div className={css["kinds"]} role="group" aria-label={t("person.log")}>
        {KINDS.map((one) => (
          <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(kind === one ? null : one)}>
            {codes.label("InteractionKind", one)}
          </button>
        ))}
      </div>
      {kind && (
        <Group gap="xs" align="flex-end" wrap="wrap">
          <TextInput size="sm" flex={1} miw={200} label={t("person.note")} autoFocus maxLength={10_000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          <DayInput size="sm" label={t("person.day")} value={day} required change={setDay} />
          {accounts.length > 1 && (
            <Select
              size="sm"
              label={t("person.at")}
              data={accounts.map(({ id, name }) => ({ value: id, label: name }))}
              value={accountId}
              allowDeselect={false}
              onChange={(id) => id && setAccount(id)}
            />
          )}
          <Button size="sm" type="submit" loading={keep.isPending}>
            {t("person.keep")}
          </Button>
        </Group>
      )}
      {keep.error && <p role="alert">{keep.error.message}</p>}
    </form>
  );
}

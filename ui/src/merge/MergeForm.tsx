import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import { UNDO } from "../map/edits.graphql";
import { say } from "../shared/toast";
import { useText } from "../shared/useText";
import type { Pair } from "./Duplicates";
import { MERGE_ACCOUNTS, MERGE_PEOPLE } from "./merge.graphql";
import css from "./Merge.module.css";
import { underOf } from "./told";

interface MergeFormProps {
  pair: Pair;
  keepFirst: string;
  close: () => void;
  done: (keptId: string) => void;
}

/** Which of the two goes on, and how it is known that they are one. */
export function MergeForm({ pair, keepFirst, close, done }: MergeFormProps) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const both = [pair.first, pair.second];
  const [keepId, setKeepId] = useState(keepFirst);
  const [reason, setReason] = useState(() => pair.reasons.map(text).join("; "));
  const again = () => void client.invalidateQueries();
  const undo = useMutation({
    mutationFn: async (changeId: string) => {
      const { done: undone } = await request(UNDO, { input: { changeId } });
      if (undone.userErrors[0]) say({ text: undone.userErrors[0].message, failed: true });
    },
    onSettled: again,
  });
  const merge = useMutation({
    mutationFn: async () => {
      const mergeId = both.find((one) => one.id !== keepId)?.id ?? "";
      const input = { keepId, mergeId, reason };
      const answer = await (pair.first.__typename === "Person" ? request(MERGE_PEOPLE, { input }) : request(MERGE_ACCOUNTS, { input }));
      if (answer.done.userErrors[0]) throw new Error(answer.done.userErrors[0].message);
      return answer.done.changeId;
    },
    onSuccess: (changeId) => {
      const kept = both.find((one) => one.id === keepId)?.name ?? "";
      say({ text: t("merge.merged", { name: kept }), actions: changeId ? [{ label: t("action.undo"), run: () => undo.mutate(changeId) }] : [] });
      again();
      done(keepId);
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        merge.mutate();
      }}
    >
      <Stack gap="xs" mt="xs">
        <fieldset className={css["keep"]}>
          <legend>{t("merge.keep")}</legend>
          {both.map((one) => (
            <label key={one.id}>
              <input type="radio" name="keep" value={one.id} checked={keepId === one.id} onChange={() => setKeepId(one.id)} />
              <span>
                {one.name} <small>{underOf(one)}</small>
              </span>
            </label>
          ))}
          <small>{t("merge.keepHint")}</small>
        </fieldset>
        <TextInput label={t("merge.reason")} required maxLength={10_000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        {merge.error && <span role="alert">{merge.error.message}</span>}
        <Group justify="flex-end">
          <Button size="sm" variant="default" onClick={close}>
            {t("action.cancel")}
          </Button>
          <Button size="sm" type="submit" loading={merge.isPending} disabled={!reason.trim()}>
            {t("merge.confirm")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

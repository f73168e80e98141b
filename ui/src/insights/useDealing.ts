import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import type { MyDayQuery } from "../gql/graphql";
import { UNDO } from "../map/edits.graphql";
import { say } from "../shared/toast";
import { type Deal, sendDeal } from "./deal";
import type { Insight } from "./filters";

interface Task {
  insight: Insight;
  deal: Deal;
}

const DAY = ["insights", "day"];

async function send({ insight, deal }: Task): Promise<string | null> {
  const done = await sendDeal(insight.id, deal);
  const error = done.userErrors[0];
  if (error) throw new Error(error.message);
  return done.changeId;
}

/** The list as it is once the server has agreed. */
const after = ({ insight, deal }: Task) => (day: MyDayQuery | undefined): MyDayQuery | undefined =>
  day && {
    insights:
      deal.kind === "assign"
        ? day.insights.map((one) => (one.id === insight.id ? { ...one, assignee: deal.to } : one))
        : day.insights.filter((one) => one.id !== insight.id),
  };

/** Do, dismiss or hand on: it shows at once, can be taken back, and comes back by itself where the server refuses. */
export function useDealing() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [dealt, setDealt] = useState(0);
  const again = () => client.invalidateQueries({ queryKey: ["insights"] });
  const undo = useMutation({
    mutationFn: async ({ changeId }: { changeId: string; counted: number }) => {
      const error = (await request(UNDO, { input: { changeId } })).done.userErrors[0];
      if (error) throw new Error(error.message);
    },
    onSuccess: (_none, { counted }) => setDealt((count) => count - counted),
    onError: (error) => say({ failed: true, text: t("did.notUndone", { why: error.message }) }),
    onSettled: again,
  });
  const { mutate } = useMutation({
    mutationFn: send,
    onMutate: async (task) => {
      await client.cancelQueries({ queryKey: DAY });
      client.setQueriesData({ queryKey: DAY }, after(task));
    },
    onSuccess: (changeId, { insight, deal }) => {
      const counted = deal.kind === "assign" ? 0 : 1;
      setDealt((count) => count + counted);
      const text = t(`myDay.did.${deal.kind}`, { name: insight.account.name });
      say({ text, actions: changeId ? [{ label: t("action.undo"), run: () => undo.mutate({ changeId, counted }) }] : [] });
    },
    onError: (error, task) =>
      say({ failed: true, text: t("myDay.failed", { why: error.message }), actions: [{ label: t("state.retry"), run: () => mutate(task) }] }),
    onSettled: again,
  });
  return { dealt, deal: (insight: Insight, deal: Deal) => mutate({ insight, deal }) };
}

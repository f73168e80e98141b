import { Button, Group, Select, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { DayInput } from "../shared/DayInput";
import type { Colleague, Deal } from "./deal";
import css from "./Insights.module.css";
import { useColleagues } from "./useColleagues";

interface DealingProps {
  insight: { assignee: Colleague | null };
  deal: (deal: Deal) => void;
}

/** What to make of it: done at a click, with a note if there is one to leave; dismissed with a reason; handed on. */
export function Dealing({ insight, deal }: DealingProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Deal["kind"] | null>(null);
  const close = () => setOpen(null);
  if (open === "do") return <Do deal={deal} close={close} />;
  if (open === "dismiss") return <Dismiss deal={deal} close={close} />;
  if (open === "assign") return <Assign insight={insight} deal={deal} close={close} />;
  return (
    <Group gap="xs">
      <Button size="xs" onClick={() => deal({ kind: "do", note: "" })}>
        {t("myDay.do")}
      </Button>
      <Button size="xs" variant="default" onClick={() => setOpen("do")}>
        {t("myDay.doNoted")}
      </Button>
      <Button size="xs" variant="default" onClick={() => setOpen("dismiss")}>
        {t("myDay.dismiss")}
      </Button>
      <Button size="xs" variant="default" onClick={() => setOpen("assign")}>
        {insight.assignee ? t("myDay.assigned", { name: insight.assignee.name }) : t("myDay.assign")}
      </Button>
    </Group>
  );
}

interface FormProps {
  submit: () => void;
  close: () => void;
  label: string;
  ready: boolean;
  children: ReactNode;
}

function Form({ submit, close, label, ready, children }: FormProps) {
  const { t } = useTranslation();
  return (
    <form
      className={css["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      {children}
      <Button size="xs" type="submit" disabled={!ready}>
        {label}
      </Button>
      <Button size="xs" variant="subtle" color="gray" onClick={close}>
        {t("action.cancel")}
      </Button>
    </form>
  );
}

type PartProps = Pick<DealingProps, "deal"> & { close: () => void };

function Do({ deal, close }: PartProps) {
  const { t } = useTranslation();
  const [note, setNote] = useState("");
  return (
    <Form label={t("myDay.do")} ready={note.trim() !== ""} close={close} submit={() => deal({ kind: "do", note: note.trim() })}>
      <TextInput size="xs" flex={1} label={t("myDay.note")} autoFocus maxLength={2000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
    </Form>
  );
}

function Dismiss({ deal, close }: PartProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  return (
    <Form
      label={t("myDay.dismiss")}
      ready={reason.trim() !== ""}
      close={close}
      submit={() => deal({ kind: "dismiss", reason: reason.trim(), until: until || null })}
    >
      <TextInput size="xs" flex={1} label={t("myDay.reason")} autoFocus maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <DayInput size="xs" label={t("myDay.until")} value={until} change={setUntil} />
    </Form>
  );
}

const NOBODY = "nobody";

function Assign({ insight, deal, close }: DealingProps & PartProps) {
  const { t } = useTranslation();
  const { colleagues, error } = useColleagues();
  const [chosen, setChosen] = useState(insight.assignee?.id ?? NOBODY);
  return (
    <Form
      label={t("myDay.assign")}
      ready={chosen !== (insight.assignee?.id ?? NOBODY)}
      close={close}
      submit={() => {
        deal({ kind: "assign", to: colleagues.find((one) => one.id === chosen) ?? null });
        close();
      }}
    >
      <Select
        size="xs"
        flex={1}
        label={t("myDay.whom")}
        data={[{ value: NOBODY, label: t("myDay.nobody") }, ...colleagues.map((one) => ({ value: one.id, label: one.name }))]}
        value={chosen}
        error={error?.message}
        searchable
        allowDeselect={false}
        onChange={(id) => setChosen(id ?? NOBODY)}
      />
    </Form>
  );
}

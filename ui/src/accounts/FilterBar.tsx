import { MultiSelect, Select, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import { SearchIcon } from "../shared/icons";
import css from "./Accounts.module.css";
import { KINDS, MOVED_DAYS, STATUSES, TIERS, type Wanted } from "./filters";

interface FilterBarProps {
  wanted: Wanted;
  change: (changes: Record<string, string | null>) => void;
}

const TYPING_MS = 200;

/** At 1280 all of it is one line beside the buttons, whichever of these come: nothing moves down when they do. */
const wide = (least: number, most: number) => ({ flex: `1 1 ${least}px`, minWidth: 0, maxWidth: most });

export function FilterBar({ wanted, change }: FilterBarProps) {
  const { t } = useTranslation();
  const codes = useCodes();
  const pick = (list: string, values: readonly string[]) => values.map((value) => ({ value, label: codes.label(list, value) }));
  const stages = codes.ladders.find((ladder) => ladder.key === wanted.ladder)?.stages ?? [];
  return (
    <div className={css["filters"]} role="search" aria-label={t("accounts.filter")}>
      <NameFilter text={wanted.text} change={(q) => change({ q })} />
      <Several label={t("accounts.status")} data={pick("MapStatus", STATUSES)} value={wanted.statuses} change={(status) => change({ status })} />
      <Several label={t("accounts.tier")} data={pick("Tier", TIERS)} value={wanted.tiers} change={(tier) => change({ tier })} />
      <Several label={t("accounts.kind")} data={pick("AccountKind", KINDS)} value={wanted.kinds} change={(kind) => change({ kind })} />
      <Select
        size="sm"
        style={wide(148, 180)}
        aria-label={t("accounts.ladder")}
        data={codes.ladders.map((ladder) => ({ value: ladder.key, label: ladder.label }))}
        value={wanted.ladder}
        allowDeselect={false}
        onChange={(ladder) => change({ ladder, stage: null })}
      />
      <Several
        label={t("accounts.stage")}
        data={stages.map((stage) => ({ value: stage.key, label: stage.label }))}
        value={wanted.stages}
        change={(stage) => change({ stage })}
      />
      <Select
        size="sm"
        style={wide(140, 150)}
        aria-label={t("accounts.moved")}
        placeholder={t("accounts.moved")}
        data={MOVED_DAYS.map((value) => ({ value, label: t("accounts.movedIn", { count: Number(value) }) }))}
        value={wanted.moved === null ? null : String(wanted.moved)}
        clearable
        onChange={(moved) => change({ moved })}
      />
    </div>
  );
}

/** The address follows when the typing pauses. */
function NameFilter({ text, change }: { text: string; change: (text: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => {
    if (typed === null) return undefined;
    const timer = setTimeout(() => {
      change(typed);
      setTyped(null);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, change]);
  return (
    <TextInput
      size="sm"
      style={wide(145, 190)}
      leftSection={<SearchIcon />}
      placeholder={t("accounts.byName")}
      aria-label={t("accounts.byName")}
      maxLength={200}
      value={typed ?? text}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}

interface SeveralProps {
  label: string;
  data: { value: string; label: string }[];
  value: string[];
  change: (value: string | null) => void;
}

function Several({ label, data, value, change }: SeveralProps) {
  return (
    <MultiSelect
      size="sm"
      style={value.length > 1 ? wide(230, 260) : wide(117, 132)}
      aria-label={label}
      placeholder={value.length ? "" : label}
      data={data}
      value={value}
      clearable
      onChange={(next) => change(next.join(",") || null)}
    />
  );
}

import { Button, Checkbox, SegmentedControl, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import { useCodes } from "../api/codes";
import { useText } from "../shared/useText";
import { SEVERITIES, type Wanted } from "./filters";
import { RULES } from "./insights.graphql";
import css from "./Insights.module.css";
import { useColleagues } from "./useColleagues";

interface DayFiltersProps {
  wanted: Wanted;
  /** The name of the one account that is shown, where it is known. */
  account: string | null;
  change: (changes: Record<string, string | null>) => void;
}

const ANY = "ANY";

export function DayFilters({ wanted, account, change }: DayFiltersProps) {
  const { t } = useTranslation();
  const codes = useCodes();
  const say = useText();
  const rules = useQuery({ queryKey: ["rules"], queryFn: ({ signal }) => request(RULES, {}, signal), staleTime: Infinity });
  const { colleagues } = useColleagues();
  return (
    <div className={css["filters"]} role="search" aria-label={t("myDay.filter")}>
      <SegmentedControl
        size="sm"
        aria-label={t("myDay.severity")}
        data={[{ value: ANY, label: t("myDay.every") }, ...SEVERITIES.map((value) => ({ value, label: codes.label("Severity", value) }))]}
        value={wanted.severity ?? ANY}
        onChange={(value) => change({ severity: value === ANY ? null : value })}
      />
      <Checkbox label={t("myDay.mine")} checked={wanted.mine} onChange={(event) => change({ mine: event.currentTarget.checked ? "1" : null })} />
      <Select
        size="sm"
        w={200}
        aria-label={t("myDay.rule")}
        placeholder={t("myDay.rule")}
        data={rules.data?.insightRules.map((rule) => ({ value: rule.id, label: say(rule.title) })) ?? []}
        value={wanted.rule}
        searchable
        clearable
        onChange={(rule) => change({ rule })}
      />
      <Select
        size="sm"
        w={170}
        aria-label={t("myDay.whom")}
        placeholder={t("myDay.whom")}
        data={colleagues.map((one) => ({ value: one.id, label: one.name }))}
        value={wanted.assignee}
        searchable
        clearable
        onChange={(assignee) => change({ assignee })}
      />
      {wanted.account && (
        <Button size="sm" variant="default" rightSection={<span aria-hidden="true">×</span>} aria-label={`${account ?? t("myDay.oneAccount")}: ${t("myDay.everyAccount")}`} onClick={() => change({ account: null })}>
          {account ?? t("myDay.oneAccount")}
        </Button>
      )}
    </div>
  );
}

import { Button, Checkbox, SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import { SEVERITIES, type Wanted } from "./filters";
import css from "./Insights.module.css";

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
      {wanted.account && (
        <Button size="sm" variant="default" rightSection={<span aria-hidden="true">×</span>} title={t("myDay.everyAccount")} onClick={() => change({ account: null })}>
          {account ?? t("myDay.oneAccount")}
        </Button>
      )}
    </div>
  );
}

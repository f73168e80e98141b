import { useTranslation } from "react-i18next";

/** Where on a ladder a stage is, as “2 of 4, next: Trust”: its name alone says that to nobody; null for a stage that is not on it. */
export function useStage(): (stages: readonly { key: string; label: string }[], reached: string) => string | null {
  const { t } = useTranslation();
  return (stages, reached) => {
    const at = stages.findIndex((one) => one.key === reached);
    if (at < 0) return null;
    const next = stages[at + 1]?.label;
    return t(next === undefined ? "stage.last" : "stage.at", { at: at + 1, of: stages.length, next });
  };
}

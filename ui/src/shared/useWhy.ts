import { useTranslation } from "react-i18next";
import { amountsIn } from "./format";
import { useText } from "./useText";

interface Ranked {
  why: { en: string; zh: string };
  valueAtStake: readonly { amount: string; currency: string }[];
}

/** Why a finding stands where it does, with money said as everywhere in the pages. */
export function useWhy(): (insight: Ranked) => string {
  const { i18n } = useTranslation();
  const say = useText();
  return ({ why, valueAtStake }) => amountsIn(say(why), valueAtStake, i18n.language);
}

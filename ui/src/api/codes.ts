import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CodesQuery } from "../gql/graphql";
import { request } from "./client";
import { CODES } from "./codes.graphql";

interface Text {
  en: string;
  zh: string;
}

export const useCodesQuery = () =>
  useQuery({ queryKey: ["codes"], queryFn: ({ signal }) => request(CODES, {}, signal), staleTime: Infinity });

/** The words of the API's value lists, in the reader's language: every front end says the same ones. */
export function useCodes() {
  const { data } = useCodesQuery();
  const { i18n } = useTranslation();
  const language = i18n.language === "zh" ? "zh" : "en";
  return data === undefined ? NONE : inLanguage(data, language);
}

const kept = new WeakMap<CodesQuery, Partial<Record<"en" | "zh", ReturnType<typeof codesOf>>>>();

/** The same for everybody who asks: a large map asks thousands of times. */
function inLanguage(data: CodesQuery, language: "en" | "zh") {
  const known = kept.get(data) ?? {};
  kept.set(data, known);
  return (known[language] ??= codesOf(data, language));
}

function codesOf(data: CodesQuery | undefined, language: "en" | "zh") {
  const say = (text: Text) => text[language];
  const labels = new Map(
    data?.codeLists.flatMap((list) => list.values.map((one) => [`${list.name}.${one.code}`, say(one.label)] as const)),
  );
  return {
    /** A value's label; the code itself while the lists are on their way. */
    label: (list: string, code: string) => labels.get(`${list}.${code}`) ?? code,
    options: (list: string) =>
      (data?.codeLists.find((one) => one.name === list)?.values ?? []).map((one) => ({
        value: one.code,
        label: say(one.label),
      })),
    ladders: (data?.ladders ?? []).map((ladder) => ({
      key: ladder.key,
      label: say(ladder.label),
      stages: ladder.stages.map((stage) => ({ key: stage.key, order: stage.order, label: say(stage.label) })),
    })),
    viewer: data?.viewer ?? null,
  };
}

/** While the lists are on their way. */
const NONE = codesOf(undefined, "en");

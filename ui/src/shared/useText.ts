import { useTranslation } from "react-i18next";

/** A text of the API in the reader's language. */
export function useText(): (text: { en: string; zh: string }) => string {
  const { i18n } = useTranslation();
  return (text) => (i18n.language === "zh" ? text.zh : text.en);
}

import i18n from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en";
import { zh } from "./zh";

const KEPT = "rapport.language";
export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

function first(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === "en" || kept === "zh") return kept;
  return navigator.languages.some((one) => one.toLowerCase().startsWith("zh")) ? "zh" : "en";
}

/** Begin in the reader's language; a choice is kept on this machine. */
export function startLanguages(): void {
  void i18n.use(initReactI18next).init({
    resources: { en: { translation: en }, zh: { translation: zh } },
    lng: first(),
    fallbackLng: "en",
    interpolation: { escapeValue: false }, // React escapes.
    showSupportNotice: false,
  });
  show(i18n.language as Language);
}

export function choose(language: Language): void {
  localStorage.setItem(KEPT, language);
  void i18n.changeLanguage(language);
  show(language);
}

function show(language: Language): void {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
}

export default i18n;

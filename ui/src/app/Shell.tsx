import { ActionIcon, SegmentedControl, Tooltip, useMantineColorScheme, useComputedColorScheme } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { choose, type Language } from "../i18n";
import { MoonIcon, SunIcon } from "../shared/icons";
import { Nav } from "./Nav";
import { SearchBox } from "./SearchBox";
import css from "./Shell.module.css";

interface ShellProps {
  title: string;
  /** Left in the bar, in place of the product's name. */
  heading?: ReactNode;
  children: ReactNode;
}

export function Shell({ title, heading, children }: ShellProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · Rapport`;
  }, [title]);
  return (
    <div className={css["shell"]}>
      <a className={css["skip"]} href="#main">
        {t("shell.skip")}
      </a>
      <header className={css["bar"]}>
        <Link href="/" className={css["brand"]} aria-label={t("shell.home")}>
          <img src="/icon.svg" alt="" width="28" height="28" />
        </Link>
        <div className={css["heading"]}>{heading ?? <h1 className={css["title"]}>{title}</h1>}</div>
        <Nav />
        <SearchBox />
        <ThemeSwitch />
        <LanguageSwitch />
      </header>
      <main id="main" className={css["main"]}>
        {children}
      </main>
    </div>
  );
}

function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t("shell.language")}
      value={i18n.language}
      onChange={(value) => choose(value as Language)}
      data={[
        { value: "en", label: "EN" },
        { value: "zh", label: "中文" },
      ]}
    />
  );
}

function ThemeSwitch() {
  const { t } = useTranslation();
  const scheme = useComputedColorScheme("light");
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const label = t(scheme === "dark" ? "shell.light" : "shell.dark");
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={() => setColorScheme(scheme === "dark" ? "light" : "dark")}>
        {scheme === "dark" ? <SunIcon /> : <MoonIcon />}
      </ActionIcon>
    </Tooltip>
  );
}

import { Combobox, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue, useHotkeys } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { request } from "../api/client";
import type { SearchQuery } from "../gql/graphql";
import { SearchIcon } from "../shared/icons";
import { SEARCH } from "./search.graphql";
import css from "./Shell.module.css";

type Hit = SearchQuery["search"][number];

/** Where a hit is opened: an account's map, or the map in which a person is. */
export function addressOf(hit: Hit): string | null {
  if (hit.__typename === "Account") return `/a/${hit.id}/map`;
  if (hit.__typename === "Person" && hit.account) return `/a/${hit.account.id}/map?sel=${hit.id}`;
  return null;
}

export function SearchBox() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), 150);
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  useHotkeys([["/", () => input.current?.focus()]]);
  const { data } = useQuery({
    queryKey: ["search", asked],
    queryFn: ({ signal }) => request(SEARCH, { text: asked }, signal),
    enabled: asked.length > 0,
  });
  const hits = asked ? (data?.search ?? []).filter((hit) => addressOf(hit)) : [];
  const open = (id: string) => {
    const address = hits.map((hit) => (hit.id === id ? addressOf(hit) : null)).find(Boolean);
    setText("");
    combobox.closeDropdown();
    input.current?.blur();
    if (address) go(address);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={open} position="bottom-end" width={380}>
      <Combobox.Target>
        <TextInput
          ref={input}
          className={css["search"] ?? ""}
          size="sm"
          placeholder={t("search.placeholder")}
          aria-label={t("search.label")}
          leftSection={<SearchIcon />}
          value={text}
          maxLength={200}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key === "Escape") setText("");
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!asked}>
        <Combobox.Options aria-label={t("search.label")}>
          {hits.map((hit) => (
            <Combobox.Option value={hit.id} key={hit.id}>
              <span className={css["hit"]}>
                <span>{hit.name}</span>
                <span>{hit.__typename === "Person" ? (hit.title ?? hit.account?.name) : t("search.account")}</span>
              </span>
            </Combobox.Option>
          ))}
          {data && hits.length === 0 && <Combobox.Empty>{t("search.none")}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

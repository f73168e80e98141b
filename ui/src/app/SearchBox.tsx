import { Combobox, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue, useHotkeys } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { request } from "../api/client";
import { useCodes } from "../api/codes";
import { SearchIcon } from "../shared/icons";
import { SEARCH } from "./search.graphql";
import { type Offer, offersOf } from "./offers";
import css from "./Shell.module.css";

/** Accounts, people and deals with what can be opened of each: Enter opens the first, arrows reach the others. */
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
  const offers = asked && data ? offersOf(data) : [];
  const open = (address: string) => {
    setText("");
    combobox.closeDropdown();
    input.current?.blur();
    go(address);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const first = asked === text.trim() ? offers[0] : undefined;
    // An Enter that ends the input of Chinese words is not meant.
    if (event.key === "Enter" && first && combobox.getSelectedOptionIndex() < 0 && !event.nativeEvent.isComposing) open(first.address);
    if (event.key !== "Escape") return;
    setText("");
    input.current?.blur();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={open} position="bottom-end" width={420}>
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
            combobox.resetSelectedOption();
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={onKeyDown}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!asked}>
        <Combobox.Options aria-label={t("search.label")}>
          {offers.map((offer) => (
            <Combobox.Option value={offer.address} key={offer.address} className={css["offer"] ?? ""} data-kind={offer.kind}>
              <Said offer={offer} />
            </Combobox.Option>
          ))}
          {data && offers.length === 0 && <Combobox.Empty>{t("search.none")}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Said({ offer }: { offer: Offer }) {
  const { t } = useTranslation();
  const codes = useCodes();
  const outcome = offer.outcome && codes.label("OpportunityStatus", offer.outcome);
  if (offer.kind === "onMap") return <span className={css["hit"]}>{t("search.onMap", { name: offer.hint })}</span>;
  return (
    <span className={css["hit"]}>
      <span>{offer.name}</span>
      <span>{[offer.hint || t(`search.${offer.kind}`), outcome].filter(Boolean).join(" · ")}</span>
    </span>
  );
}

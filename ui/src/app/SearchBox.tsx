import { Combobox, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue, useHotkeys } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { request } from "../api/client";
import { useCodes } from "../api/codes";
import { SearchIcon } from "../shared/icons";
import { SEARCH } from "./search.graphql";
import { type Offer, offersOf } from "./offers";
import css from "./Shell.module.css";

/** Milliseconds for which what was found is not asked for again. */
const FRESH = 5_000;

const searchQuery = (text: string) => ({
  queryKey: ["search", text],
  queryFn: ({ signal }: { signal: AbortSignal }) => request(SEARCH, { text }, signal),
});

/** Accounts, people and deals with what can be opened of each: Enter opens the first, arrows reach the others. */
export function SearchBox() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), 150);
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  useHotkeys([["/", () => input.current?.focus()]]);
  const client = useQueryClient();
  const { data } = useQuery({ ...searchQuery(asked), enabled: asked.length > 0 });
  const offers = asked && data ? offersOf(data) : [];
  const open = (address: string) => {
    setText("");
    combobox.closeDropdown();
    input.current?.blur();
    go(address);
  };
  /** Whoever types fast presses Enter before anything is found; what is typed on meanwhile is another question. */
  const openFirst = async (wanted: string) => {
    const [first] = offersOf(await client.query({ ...searchQuery(wanted), staleTime: FRESH }));
    if (first && input.current?.value.trim() === wanted) open(first.address);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // An Enter that ends the input of Chinese words is not meant.
    if (event.key === "Enter" && text.trim() && combobox.getSelectedOptionIndex() < 0 && !event.nativeEvent.isComposing)
      // Without an answer, the list is what says so.
      void openFirst(text.trim()).catch(() => undefined);
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

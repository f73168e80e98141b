import { Button, CloseButton, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import panel from "../map/panel/Panel.module.css";
import { type Here, wordsOf } from "./suppose";
import { canBeKept, type Try } from "./tries";
import css from "./WhatIf.module.css";

interface TryListProps {
  here: Here;
  tries: readonly Try[];
  set: (tries: readonly Try[]) => void;
  select: (id: string) => void;
  /** Null for who may not write here. */
  keep: (() => void) | null;
}

/** What is tried, to be taken back one by one, discarded or kept together. */
export function TryList({ here, tries, set, select, keep }: TryListProps) {
  const { t } = useTranslation();
  return (
    <section className={panel["section"]}>
      <h2>{t("whatIf.tried")}</h2>
      {tries.length === 0 && <p className={panel["hint"]}>{t("whatIf.none")}</p>}
      <ol className={css["tries"]}>
        {tries.map((one, index) => {
          const words = wordsOf(one, here, t);
          return (
            <li key={`${one.kind} ${one.id} ${index}`}>
              <button type="button" onClick={() => select(one.id)}>
                {words}
              </button>
              <CloseButton size="xs" aria-label={t("whatIf.takeBack", { what: words })} onClick={() => set(tries.filter((other) => other !== one))} />
              {one.kind === "name" && one.as === null && <WhoItIs name={(as) => set(tries.map((other) => (other === one ? { ...one, as } : other)))} />}
            </li>
          );
        })}
      </ol>
      {tries.length > 0 && (
        <Group gap="xs">
          {keep && (
            <Button size="sm" disabled={!tries.some(canBeKept)} onClick={keep}>
              {t("whatIf.keep")}
            </Button>
          )}
          <Button size="sm" variant="default" onClick={() => set([])}>
            {t("whatIf.discard")}
          </Button>
        </Group>
      )}
    </section>
  );
}

/** Who it is: without a name, it can be tried but not kept. */
function WhoItIs({ name }: { name: (as: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  return (
    <form
      className={css["whoItIs"]}
      onSubmit={(event) => {
        event.preventDefault();
        name(text.trim());
      }}
    >
      <TextInput size="xs" flex={1} label={t("whatIf.whoItIs")} maxLength={200} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Button size="xs" type="submit" variant="default" disabled={!text.trim()}>
        {t("whatIf.thatIsIt")}
      </Button>
    </form>
  );
}

import { Button, Group, Select, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../../api/codes";
import type { Confidence, Support } from "../../gql/graphql";
import type { CanvasEdit } from "../canvas/MapCanvas";
import type { Place } from "../model";
import css from "./Panel.module.css";

/** What makes us think so: kept with the support as it is now. */
export function Evidence({ place, edit }: { place: Place; edit: CanvasEdit }) {
  const { t } = useTranslation();
  const codes = useCodes();
  const [text, setText] = useState("");
  const [confidence, setConfidence] = useState<Confidence | null>(null);
  const keep = (support: Support) => {
    edit.run(edit.edits.assess(place, { evidence: text.trim(), support, ...(confidence && { confidence }) }));
    setText("");
    setConfidence(null);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (place.support !== null) keep(place.support);
      }}
    >
      <Textarea
        size="sm"
        label={t("evidence.label")}
        placeholder={t("evidence.placeholder")}
        value={text}
        maxLength={2000}
        rows={2}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {text.trim() !== "" && place.support === null && <p className={css["hint"]}>{t("evidence.supportFirst")}</p>}
      {text.trim() !== "" && place.support !== null && (
        <Group mt="xs" gap="xs" justify="space-between">
          <Select size="xs" w={150} aria-label={t("evidence.confidence")} placeholder={t("evidence.confidence")} data={codes.options("Confidence")} value={confidence} clearable onChange={(value) => setConfidence(value as Confidence | null)} />
          <Button size="xs" type="submit">
            {t("evidence.keep")}
          </Button>
        </Group>
      )}
    </form>
  );
}

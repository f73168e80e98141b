import { Button, Group, Select, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import type { Confidence } from "../gql/graphql";
import { Ring } from "../map/canvas/QuickEdit";
import { useSay } from "../map/canvas/useSay";
import { Disc } from "../map/Disc";
import type { Judgement } from "../map/edits";
import { INFLUENCES, type Place, SUPPORTS } from "../map/model";
import { Pick } from "../map/panel/Pick";
import { Dialog } from "../shared/Dialog";
import { isSame, type Standing } from "./arrange";

interface AssessFormProps {
  place: Place;
  /** Where they were put. */
  to: Standing;
  assess: (said: Judgement) => void;
  close: () => void;
}

/** Somebody is assessed as what they were put to, or as what is chosen here: with what makes one think so. */
export function AssessForm({ place, to, assess, close }: AssessFormProps) {
  const { t } = useTranslation();
  const codes = useCodes();
  const words = useSay();
  const [now, setNow] = useState(to);
  const [evidence, setEvidence] = useState("");
  const [confidence, setConfidence] = useState<Confidence | null>(null);
  const said = judgementOf(place, now);
  const keep = () => {
    assess({ ...said, ...(evidence.trim() && { evidence: evidence.trim() }), ...(confidence && { confidence }) });
    close();
  };
  return (
    <Dialog opened onClose={close} title={t("picture.assess", { name: place.label })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <Stack gap="sm">
          <Pick
            label={t("inspector.support")}
            value={change(place.support, now.support, words.support)}
            disabled={false}
            options={SUPPORTS.map((support) => ({
              key: support,
              label: words.support(support),
              on: now.support === support,
              mark: <Disc support={support} size={22} />,
              run: () => setNow({ ...now, support }),
            }))}
          />
          <Pick
            label={t("inspector.influence")}
            value={change(place.influence, now.influence, (influence) => (influence ? codes.label("Influence", influence) : words.noInfluence))}
            disabled={false}
            options={INFLUENCES.map((influence) => ({
              key: influence,
              label: codes.label("Influence", influence),
              on: now.influence === influence,
              mark: <Ring influence={influence} />,
              run: () => setNow({ ...now, influence }),
            }))}
          />
          <Textarea data-autofocus label={t("evidence.label")} placeholder={t("evidence.placeholder")} value={evidence} maxLength={2000} rows={3} onChange={(event) => setEvidence(event.currentTarget.value)} />
          <Select size="sm" label={t("evidence.confidence")} data={codes.options("Confidence")} value={confidence} clearable onChange={(value) => setConfidence(value as Confidence | null)} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("action.cancel")}
            </Button>
            <Button type="submit" disabled={isSame(place, now)}>
              {t("picture.keep")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** Only what became another is said. */
function judgementOf(place: Standing, now: Standing): Judgement {
  return {
    ...(now.support && now.support !== place.support && { support: now.support }),
    ...(now.influence && now.influence !== place.influence && { influence: now.influence }),
  };
}

function change<T>(before: T, after: T, say: (value: T) => string): string {
  return before === after ? say(after) : `${say(before)} → ${say(after)}`;
}

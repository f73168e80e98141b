import type { Node, NodeProps } from "@xyflow/react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCodes } from "../../api/codes";
import { NeverMetIcon } from "../../shared/icons";
import { SeverityMark } from "../../shared/SeverityMark";
import { useText } from "../../shared/useText";
import { lettersOf } from "../../shared/wide";
import { Disc } from "../Disc";
import { GLYPH, type Place } from "../model";
import { RoleSlots } from "../RoleSlots";
import type { Gap } from "../useInsights";
import type { Change } from "../useChanged";
import { announce } from "./announce";
import css from "./Canvas.module.css";
import type { CanvasEdit } from "./MapCanvas";
import { Rename } from "./Rename";
import { useSay } from "./useSay";

export type PersonNode = Node<
  { place: Place; change: Change | null; gap: Gap | null; failed: boolean; dimmed: boolean; selected: boolean; edit: CanvasEdit | null },
  "person"
>;

/** So many letters of a name fit on one line of a card. */
const LETTERS = 17;

export const PersonCard = memo(function PersonCard({ data }: NodeProps<PersonNode>) {
  const { place, edit } = data;
  const { t } = useTranslation();
  const words = useSay();
  const [renaming, setRenaming] = useState(false);
  const title = place.title ?? (place.placeholder ? t("card.placeholder") : "");
  // What is known of somebody without a name is longer than a name, and says by itself that there is none.
  const long = place.placeholder && lettersOf(place.label) > LETTERS;
  return (
    <div
      id={`card-${place.id}`}
      className={css["card"]}
      role="img"
      aria-label={announce(place, words)}
      {...marksOf(data)}
      onDoubleClick={() => setRenaming(edit !== null && place.person !== null)}
    >
      <Anchor />
      {data.gap && <GapMark gap={data.gap} />}
      <Disc support={place.support} influence={place.influence} size={48} />
      <div className={css["words"]}>
        {renaming && edit ? (
          <Rename place={place} edit={edit} close={() => setRenaming(false)} />
        ) : (
          <b className={css["who"]} data-long={long || undefined} title={place.label}>
            {place.label}
          </b>
        )}
        {!long && (
          <span className={css["title"]} title={title}>
            {title}
          </span>
        )}
        <span className={css["slots"]}>
          <RoleSlots roles={place.roles} words={words} />
          <Signs place={place} change={data.change} />
        </span>
      </div>
    </div>
  );
});

const marksOf = ({ place, selected, dimmed, failed }: PersonNode["data"]) => ({
  "data-support": place.support ?? "UNKNOWN",
  "data-selected": selected || undefined,
  "data-dim": dimmed || undefined,
  "data-failed": failed || undefined,
  "data-placeholder": place.placeholder || undefined,
  "data-gone": place.leftAt !== null || undefined,
});

/** When React Flow measures a card, it takes its lines away unless it finds where they begin: by these class names. */
const Anchor = () => <i className={`source target ${css["anchor"] ?? ""}`} data-handlepos="top" aria-hidden="true" />;

/** That the rules find something about somebody: what, where it is pointed at; what to do, in the panel. */
function GapMark({ gap }: { gap: Gap }) {
  const codes = useCodes();
  const say = useText();
  return (
    <span className={css["gap"]} data-gap title={gap.messages.map(say).join("\n")}>
      <SeverityMark severity={gap.severity} label={codes.label("Severity", gap.severity)} size={16} />
    </span>
  );
}

function Signs({ place, change }: { place: Place; change: Change | null }) {
  const { t } = useTranslation();
  return (
    <span className={css["signs"]}>
      {change && <ChangeChip change={change} />}
      {place.coverage.value === "NONE" && (
        <span className={css["sign"]} title={t("card.neverMet")}>
          <NeverMetIcon />
        </span>
      )}
    </span>
  );
}

/** Where somebody stood before and stands now, as `=→+`. */
function ChangeChip({ change }: { change: Change }) {
  const { t } = useTranslation();
  const words = useSay();
  if (change.before === undefined)
    return (
      <span className={css["chip"]} title={t("card.newSince")}>
        {t("card.new")}
      </span>
    );
  return (
    <span className={css["chip"]} title={t("card.changed", { before: words.support(change.before), after: words.support(change.after) })}>
      {GLYPH[change.before ?? "UNKNOWN"]}→{GLYPH[change.after ?? "UNKNOWN"]}
    </span>
  );
}

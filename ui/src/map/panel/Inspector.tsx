import { Button, CloseButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useCodes } from "../../api/codes";
import { Explained } from "../../shared/Explained";
import { day } from "../../shared/format";
import type { CanvasEdit } from "../canvas/MapCanvas";
import { Ring } from "../canvas/QuickEdit";
import { Disc } from "../Disc";
import { GLYPH, INFLUENCES, type MapData, type Place, ROLES, SUPPORTS } from "../model";
import { RoleMark } from "../RoleSlots";
import { toggled } from "../useMapKeys";
import { Evidence } from "./Evidence";
import { HistoryStrip } from "./HistoryStrip";
import { Lines } from "./Lines";
import { NameThem } from "./NameThem";
import css from "./Panel.module.css";
import { Pick } from "./Pick";

interface InspectorProps {
  map: MapData;
  accountId: string;
  place: Place;
  select: (id: string | null) => void;
  edit: CanvasEdit | null;
}

/** Everything about one person in this map, changed where it stands. */
export function Inspector({ map, accountId, place, select, edit }: InspectorProps) {
  const { t } = useTranslation();
  return (
    <section className={css["section"]} data-inspector aria-label={place.label}>
      <Head place={place} close={() => select(null)} />
      {place.placeholder && edit && <NameThem map={map} accountId={accountId} place={place} edit={edit} />}
      <Judgements place={place} edit={edit} />
      <Facts place={place} />
      <HistoryStrip place={place} asOf={map.asOf} />
      {edit && <Evidence place={place} edit={edit} />}
      {place.person && <Lines map={map} place={place} select={select} edit={edit} />}
      {edit && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          onClick={() => {
            edit.run(edit.edits.remove(place));
            select(null);
          }}
        >
          {t("inspector.remove")}
        </Button>
      )}
    </section>
  );
}

function Head({ place, close }: { place: Place; close: () => void }) {
  const { t, i18n } = useTranslation();
  return (
    <header className={css["who"]}>
      <Disc support={place.support} influence={place.influence} size={44} />
      <div>
        <h2>{place.label}</h2>
        {place.person && (
          <Link href={`/p/${place.person.id}`} className={css["page"]}>
            {t("person.page")}
          </Link>
        )}
        <p>{[place.title, place.person?.department].filter(Boolean).join(" · ") || (place.placeholder && t("card.placeholder"))}</p>
        {place.leftAt && <p className={css["warn"]}>{t("inspector.left", { day: day(place.leftAt, i18n.language) })}</p>}
      </div>
      <CloseButton aria-label={t("inspector.close")} onClick={close} />
    </header>
  );
}

function Facts({ place }: { place: Place }) {
  const { t } = useTranslation();
  const codes = useCodes();
  return (
    <dl className={css["facts"]}>
      <dt>{t("inspector.contact")}</dt>
      <dd>
        {codes.label("Coverage", place.coverage.value)}{" "}
        <span className={css["dim"]}>{t("inspector.interactions", { count: place.coverage.interactions })}</span>
      </dd>
      <dt>
        <Explained why={t("inspector.weightIs")}>{t("inspector.weight")}</Explained>
      </dt>
      <dd>
        {place.weight} {place.keyPlayer && <span className={css["key"]}><Explained why={t("legend.keyPlayer")}>{t("inspector.keyPlayer")}</Explained></span>}
      </dd>
    </dl>
  );
}

/** Roles, support and influence, each at a click. */
function Judgements({ place, edit }: { place: Place; edit: CanvasEdit | null }) {
  const { t } = useTranslation();
  const codes = useCodes();
  const run = edit?.run;
  const edits = edit?.edits;
  return (
    <>
      <Pick
        label={t("inspector.roles")}
        disabled={!edit}
        options={ROLES.map((role) => ({
          key: role,
          label: codes.label("BuyingRole", role),
          on: place.roles.includes(role),
          mark: <RoleMark role={role} held={place.roles.includes(role)} />,
          run: () => edits && run?.(edits.roles(place, toggled(place.roles, role))),
        }))}
      />
      <Pick
        label={t("inspector.support")}
        value={place.support ? codes.label("Support", place.support) : t("support.unknown")}
        disabled={!edit}
        options={SUPPORTS.map((support) => ({
          key: support,
          label: codes.label("Support", support),
          on: place.support === support,
          mark: <Disc support={support} size={22} />,
          hint: GLYPH[support],
          run: () => edits && run?.(edits.assess(place, { support })),
        }))}
      />
      <Pick
        label={t("inspector.influence")}
        value={place.influence ? codes.label("Influence", place.influence) : t("influence.unknown")}
        disabled={!edit}
        options={INFLUENCES.map((influence) => ({
          key: influence,
          label: codes.label("Influence", influence),
          on: place.influence === influence,
          mark: <Ring influence={influence} />,
          run: () => edits && run?.(edits.assess(place, { influence })),
        }))}
      />
    </>
  );
}

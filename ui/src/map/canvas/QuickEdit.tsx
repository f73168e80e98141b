import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useCodes } from "../../api/codes";
import { Disc } from "../Disc";
import { INFLUENCES, type Place, ROLES, SUPPORTS } from "../model";
import { RoleMark } from "../RoleSlots";
import { toggled } from "../useMapKeys";
import css from "./Canvas.module.css";
import type { CanvasEdit } from "./MapCanvas";

/** Roles, support and influence of the selected person at a click, clear of their card and its lines; on a phone, a contact. */
export function QuickEdit({ place, edit }: { place: Place; edit: CanvasEdit }) {
  const { t } = useTranslation();
  const codes = useCodes();
  const { run, edits } = edit;
  return (
    <>
      <div className={css["quick"]} role="toolbar" aria-label={t("quick.title", { name: place.label })}>
        <b title={place.label}>{place.label}</b>
        {ROLES.map((role) => (
          <Toggle key={role} label={codes.label("BuyingRole", role)} on={place.roles.includes(role)} run={() => run(edits.roles(place, toggled(place.roles, role)))}>
            <RoleMark role={role} held={place.roles.includes(role)} />
          </Toggle>
        ))}
        <hr />
        {SUPPORTS.map((support) => (
          <Toggle key={support} label={codes.label("Support", support)} on={place.support === support} run={() => run(edits.assess(place, { support }))}>
            <Disc support={support} size={22} />
          </Toggle>
        ))}
        <hr />
        {INFLUENCES.map((influence) => (
          <Toggle key={influence} label={codes.label("Influence", influence)} on={place.influence === influence} run={() => run(edits.assess(place, { influence }))}>
            <Ring influence={influence} />
          </Toggle>
        ))}
      </div>
      {place.person && (
        <Link className={css["reach"]} href={`/p/${place.person.id}`}>
          {t("person.log")}
        </Link>
      )}
    </>
  );
}

export function Ring({ influence }: { influence: (typeof INFLUENCES)[number] | null }) {
  const parts = influence ? INFLUENCES.length - INFLUENCES.indexOf(influence) : 0;
  return (
    <svg width="22" height="22" viewBox="-24 -24 48 48" aria-hidden="true" className={css["ring"]}>
      {[0, 1, 2].map((part) => (
        <path key={part} data-filled={part < parts || undefined} data-unknown={influence === null || undefined} transform={`rotate(${part * 120})`} d="M2.5-18A18 18 0 0 1 16.6 7.5" />
      ))}
    </svg>
  );
}

interface ToggleProps {
  label: string;
  on: boolean;
  run: () => void;
  children: React.ReactNode;
}

function Toggle({ label, on, run, children }: ToggleProps) {
  return (
    <button type="button" tabIndex={-1} className={css["toggle"]} aria-pressed={on} aria-label={label} title={label} onClick={run}>
      {children}
    </button>
  );
}

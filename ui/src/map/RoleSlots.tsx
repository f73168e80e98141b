import type { BuyingRole } from "../gql/graphql";
import css from "./RoleSlots.module.css";
import { ROLE_LETTER, ROLES } from "./model";

/** The four roles in fixed places: held ones filled, a round one for who approves, an outlined one for who uses. */
export function RoleSlots({ roles }: { roles: readonly BuyingRole[] }) {
  return (
    <span className={css["slots"]} aria-hidden="true">
      {ROLES.map((role) => (
        <RoleMark key={role} role={role} held={roles.includes(role)} />
      ))}
    </span>
  );
}

export function RoleMark({ role, held = true }: { role: BuyingRole; held?: boolean }) {
  return (
    <i className={css["slot"]} data-role={role} data-held={held || undefined}>
      {ROLE_LETTER[role]}
    </i>
  );
}

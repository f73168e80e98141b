import { useTranslation } from "react-i18next";
import type { BuyingRole } from "../gql/graphql";
import type { Words } from "./canvas/announce";
import css from "./RoleSlots.module.css";
import { ROLE_LETTER, ROLES } from "./model";

interface RoleSlotsProps {
  roles: readonly BuyingRole[];
  words: Pick<Words, "label" | "noRoles" | "between">;
}

/** The four roles in fixed places: held ones filled, a round one for who approves, an outlined one for who uses. */
export function RoleSlots({ roles, words }: RoleSlotsProps) {
  const { t } = useTranslation();
  const label = (role: BuyingRole) => words.label("BuyingRole", role);
  return (
    <span className={css["slots"]} role="img" aria-label={roles.map(label).join(words.between) || words.noRoles}>
      {ROLES.map((role) => {
        const held = roles.includes(role);
        return <RoleMark key={role} role={role} held={held} title={held ? label(role) : t("role.not", { role: label(role) })} />;
      })}
    </span>
  );
}

interface RoleMarkProps {
  role: BuyingRole;
  held?: boolean;
  /** What the letter stands for, where it does not stand beside it. */
  title?: string;
}

export function RoleMark({ role, held = true, title }: RoleMarkProps) {
  return (
    <i className={css["slot"]} data-role={role} data-held={held || undefined} title={title} aria-hidden="true">
      {ROLE_LETTER[role]}
    </i>
  );
}

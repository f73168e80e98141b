import { useTranslation } from "react-i18next";
import { useCodes } from "../../api/codes";
import type { Support } from "../../gql/graphql";
import type { Words } from "./announce";

export function useSay(): Words {
  const { t } = useTranslation();
  const { label } = useCodes();
  return {
    label,
    support: (support: Support | null) => (support ? label("Support", support) : t("support.unknown")),
    noInfluence: t("influence.unknown"),
    noRoles: t("role.none"),
    neverMet: t("card.neverMet"),
    between: t("mark.comma"),
  };
}

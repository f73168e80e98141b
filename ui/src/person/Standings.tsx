import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useCodes } from "../api/codes";
import { Disc } from "../map/Disc";
import { useSay } from "../map/canvas/useSay";
import { RoleSlots } from "../map/RoleSlots";
import { stepsOf } from "../map/steps";
import { SupportSteps } from "../map/SupportSteps";
import { day } from "../shared/format";
import css from "./Person.module.css";
import type { Standing } from "./told";

/** Where somebody stands in each map they are or were in, and how they came there. */
export function Standings({ standings }: { standings: readonly Standing[] }) {
  const { t } = useTranslation();
  if (standings.length === 0) return <p className={css["hint"]}>{t("person.noStandings")}</p>;
  return (
    <ul className={css["standings"]}>
      {standings.map((standing) => (
        <Row key={standing.id} standing={standing} />
      ))}
    </ul>
  );
}

function Row({ standing }: { standing: Standing }) {
  const { t, i18n } = useTranslation();
  const codes = useCodes();
  const words = useSay();
  const { account, opportunity } = standing.map;
  const steps = stepsOf(standing.assessments.edges.map((edge) => edge.node));
  const ended = standing.until ?? standing.leftAt;
  const said = [
    standing.support ? codes.label("Support", standing.support) : t("support.unknown"),
    standing.influence ? codes.label("Influence", standing.influence) : t("influence.unknown"),
    ...standing.roles.map((role) => codes.label("BuyingRole", role)),
    ...(standing.keyPlayer ? [t("inspector.keyPlayer")] : []),
  ];
  return (
    <li data-ended={ended !== null || undefined}>
      <Disc support={standing.support} influence={standing.influence} size={40} />
      <div>
        <Link href={`/a/${account.id}/map?${opportunity ? `o=${opportunity.id}&` : ""}sel=${standing.id}`}>
          {[account.name, opportunity?.name].filter(Boolean).join(" · ")}
        </Link>
        <p>{said.join(t("mark.comma"))}</p>
        {ended && <p>{t("person.until", { day: day(ended, i18n.language) })}</p>}
        {steps.length > 0 && <SupportSteps steps={steps} />}
      </div>
      <RoleSlots roles={standing.roles} words={words} />
    </li>
  );
}

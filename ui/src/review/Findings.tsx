import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import type { Insight } from "../map/useInsights";
import { SeverityMark } from "../shared/SeverityMark";
import { useText } from "../shared/useText";
import css from "./Review.module.css";
import { ROOM } from "./room";

/** What is missing, the gravest first: why it matters, and who does what next. */
export function Findings({ findings }: { findings: readonly Insight[] }) {
  const { t } = useTranslation();
  const codes = useCodes();
  const say = useText();
  const more = findings.length - ROOM.findings;
  return (
    <section>
      <h3>{t("review.findings")}</h3>
      {findings.length === 0 && <p className={css["hint"]}>{t("insights.none")}</p>}
      <ul className={css["findings"]}>
        {findings.slice(0, ROOM.findings).map((finding) => (
          <li key={finding.id} data-finding>
            <SeverityMark severity={finding.severity} label={codes.label("Severity", finding.severity)} size={14} />
            <div>
              <b>{say(finding.message)}</b> <span className={css["advice"]}>{say(finding.advice)}</span>
              {finding.plays.map((play) => (
                <p key={play.text.en}>
                  <b>{t("insights.play")}</b> {say(play.text)}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {more > 0 && <p className={css["hint"]}>{t("review.more", { count: more })}</p>}
    </section>
  );
}

import type { Severity } from "../gql/graphql";
import css from "./marks.module.css";

/** A triangle, filled by how grave it is. */
export function SeverityMark({ severity, label, size = 18 }: { severity: Severity; label: string; size?: number }) {
  return (
    <svg className={css["severity"]} data-severity={severity} width={size} height={size} viewBox="0 0 20 20" role="img" aria-label={label}>
      <path className={css["sign"]} d="M10 2.5 18 17H2z" />
      <path className={css["bang"]} d="M10 8v4M10 14.4v.2" />
    </svg>
  );
}

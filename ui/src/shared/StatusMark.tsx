import { useCodes } from "../api/codes";
import type { MapStatus } from "../gql/graphql";
import css from "./marks.module.css";

/** A shape for each status, so that colour is not all there is. */
export function StatusMark({ status }: { status: MapStatus }) {
  const codes = useCodes();
  return (
    <span className={css["status"]} data-status={status}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        {status === "GREEN" && <circle cx="7" cy="7" r="6" />}
        {status === "AMBER" && <path d="M7 1 13 12.5H1z" />}
        {status === "RED" && <path d="M2 2h10v10H2z" />}
      </svg>
      {codes.label("MapStatus", status)}
    </span>
  );
}

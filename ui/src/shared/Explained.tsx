import { Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import css from "./marks.module.css";

/** A word with what it means, for whoever points at it, goes to it by keys, or touches it. */
export function Explained({ why, children }: { why: string; children: ReactNode }) {
  return (
    <Tooltip label={why} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={css["explained"]}>
        {children}
      </button>
    </Tooltip>
  );
}

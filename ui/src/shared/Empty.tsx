import type { ReactNode } from "react";
import css from "./Empty.module.css";

/** What is missing, with one thing to do about it. */
export function Empty({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className={css["empty"]}>
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  );
}

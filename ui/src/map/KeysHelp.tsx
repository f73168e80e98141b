import { useTranslation } from "react-i18next";
import { Dialog } from "../shared/Dialog";
import css from "./Map.module.css";

const KEYS = [
  ["↑ ↓ ← →", "keys.walk"],
  ["Alt + ↑ ↓ ← →", "keys.move"],
  ["Enter", "keys.enter"],
  ["* + = - x", "keys.support"],
  ["a d e u", "keys.roles"],
  ["Ctrl + Z", "keys.undo"],
  ["[ ]", "keys.history"],
  ["/", "keys.search"],
  ["Esc", "keys.clear"],
  ["?", "keys.help"],
] as const;

export function KeysHelp({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={close} title={t("keys.title")}>
      <dl className={css["keys"]}>
        {KEYS.map(([keys, text]) => (
          <div key={text} style={{ display: "contents" }}>
            <dt>{keys}</dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

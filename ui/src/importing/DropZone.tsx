import { Button, FileButton } from "@mantine/core";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { UploadIcon } from "../shared/icons";
import css from "./Import.module.css";

interface DropZoneProps {
  small: boolean;
  /** The name of the file that is on its way. */
  going: string | null;
  take: (files: readonly File[]) => void;
}

/** Where files are dropped, or chosen by the button. Dropped beside it, they would replace the page. */
export function DropZone({ small, going, take }: DropZoneProps) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const reset = useRef<() => void>(null);
  useEffect(() => {
    const keep = (event: Event) => event.preventDefault();
    window.addEventListener("dragover", keep);
    window.addEventListener("drop", keep);
    return () => {
      window.removeEventListener("dragover", keep);
      window.removeEventListener("drop", keep);
    };
  }, []);
  const send = (files: readonly File[]) => {
    reset.current?.();
    if (files.length > 0) take(files);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    send([...event.dataTransfer.files]);
  };
  return (
    <section
      className={css["drop"]}
      data-over={over}
      data-small={small}
      aria-label={t("imports.drop")}
      onDragOver={() => setOver(true)}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <UploadIcon />
      <div>
        <p className={css["dropTitle"]}>{t(small ? "imports.dropMore" : "imports.drop")}</p>
        {!small && <p className={css["hint"]}>{t("imports.dropText")}</p>}
      </div>
      <FileButton multiple resetRef={reset} onChange={send} accept=".csv,.tsv,.txt,text/csv" inputProps={{ "aria-label": t("imports.choose") }}>
        {(props) => (
          <Button {...props} variant={small ? "default" : "filled"} loading={going !== null}>
            {t("imports.choose")}
          </Button>
        )}
      </FileButton>
      <span role="status" className={css["hint"]}>
        {going !== null && t("imports.uploading", { name: going })}
      </span>
    </section>
  );
}

import { ActionIcon, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ImportTablesQuery, SaidEncoding } from "../gql/graphql";
import { CloseIcon } from "../shared/icons";
import { useText } from "../shared/useText";
import { ENCODINGS, type ImportedFile, type Said, sayHeading, sayTable, size } from "./adjust";
import css from "./Import.module.css";

type Table = ImportTablesQuery["importTables"][number];

interface FileCardProps {
  file: ImportedFile;
  tables: readonly Table[];
  said: Said;
  say: (said: Said) => void;
  remove: () => void;
}

/** One file: what it is taken for, and which of its columns is which heading. */
export function FileCard({ file, tables, said, say, remove }: FileCardProps) {
  const { t } = useTranslation();
  const text = useText();
  const table = tables.find((one) => one.key === file.table?.key);
  const left = file.columns.filter((column) => !column.heading).length;
  return (
    <article className={css["file"]} aria-label={file.name} data-bad={file.error !== null}>
      <Head file={file} tables={tables} said={said} say={say} remove={remove} />
      {file.error && (
        <p className={css["wrong"]} role="alert">
          {text(file.error.wrong)} {file.error.right && text(file.error.right)}
        </p>
      )}
      {file.columns.length > 0 && table && (
        <details open={file.error !== null || left > 0}>
          <summary>{left > 0 ? t("imports.columnsLeft", { count: file.columns.length, left }) : t("imports.columns", { count: file.columns.length })}</summary>
          <Columns file={file} table={table} change={(number, heading) => say(sayHeading(said, file, number, heading))} />
        </details>
      )}
    </article>
  );
}

/** What it is called, taken for, and encoded in. */
function Head({ file, tables, said, say, remove }: FileCardProps) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <header>
      <span className={css["mark"]} aria-hidden="true">
        {file.error ? "✗" : "✓"}
      </span>
      <h2>{file.name}</h2>
      <span className={css["hint"]}>{size(file.bytes)}</span>
      <NativeSelect
        size="xs"
        aria-label={t("imports.table", { name: file.name })}
        value={file.table?.key ?? ""}
        onChange={(event) => say(sayTable(said, event.currentTarget.value))}
        data={[...(file.table ? [] : [{ value: "", label: t("imports.noTable") }]), ...tables.map((one) => ({ value: one.key, label: text(one.label) }))]}
      />
      <NativeSelect
        size="xs"
        aria-label={t("imports.encoding", { name: file.name })}
        value={said.encoding ?? ""}
        onChange={(event) => say(withEncoding(said, event.currentTarget.value))}
        data={[
          { value: "", label: said.encoding ? t("imports.findEncoding") : (file.encoding ?? t("imports.noEncoding")) },
          ...ENCODINGS.map((value) => ({ value, label: value.replaceAll("_", "-") })),
        ]}
      />
      <ActionIcon variant="subtle" color="gray" aria-label={t("imports.remove", { name: file.name })} onClick={remove}>
        <CloseIcon />
      </ActionIcon>
    </header>
  );
}

const withEncoding = ({ table, columns }: Said, encoding: string): Said => ({
  columns,
  ...(table && { table }),
  ...(encoding && { encoding: encoding as SaidEncoding }),
});

interface ColumnsProps {
  file: ImportedFile;
  table: Table;
  change: (number: number, heading: string | null) => void;
}

function Columns({ file, table, change }: ColumnsProps) {
  const { t } = useTranslation();
  const text = useText();
  const taken = new Set(file.columns.map((column) => column.heading?.key));
  const missing = table.headings.filter((heading) => heading.required && !taken.has(heading.key));
  return (
    <>
      {missing.length > 0 && <p className={css["wrong"]}>{t("imports.missing", { names: missing.map(({ label }) => text(label)).join(", ") })}</p>}
      <div className={css["scroll"]} role="region" aria-label={t("imports.columnsOf", { name: file.name })} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th>{t("imports.column")}</th>
              <th>{t("imports.heading")}</th>
              <th>{t("imports.samples")}</th>
            </tr>
          </thead>
          <tbody>
            {file.columns.map((column) => (
              <tr key={column.number} data-left={column.heading === null}>
                <th scope="row">{column.name || `(${column.number})`}</th>
                <td>
                  <NativeSelect
                    size="xs"
                    aria-label={t("imports.headingOf", { name: column.name || column.number })}
                    value={column.heading?.key ?? ""}
                    onChange={(event) => change(column.number, event.currentTarget.value || null)}
                    data={[
                      { value: "", label: t("imports.leaveOut") },
                      ...table.headings.map((heading) => ({ value: heading.key, label: `${text(heading.label)}${heading.required ? " *" : ""}` })),
                    ]}
                  />
                </td>
                <td className={css["samples"]}>{column.samples.filter(Boolean).join(" · ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

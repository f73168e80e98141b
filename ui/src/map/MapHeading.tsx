import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCodes } from "../api/codes";
import type { MapQuery } from "../gql/graphql";
import { lettersOf } from "../shared/wide";
import css from "./Map.module.css";
import { MapViews } from "./MapViews";
import type { MapUrl } from "./useMapUrl";

interface MapHeadingProps {
  account: NonNullable<MapQuery["account"]>;
  url: MapUrl;
  change: (changes: Record<string, string | null>) => void;
}

const WHOLE = "account";

/** So many letters of a name fit on a line beside what else is in the bar. */
const LETTERS = 28;

/** Whose map it is, and which of their maps: the account's own, or that of a deal. */
export function MapHeading({ account, url, change }: MapHeadingProps) {
  const { t } = useTranslation();
  const codes = useCodes();
  const listed = account.opportunities.edges.map(({ node }) => node);
  const shown = account.decisionMap.opportunity;
  // Of an account with very many deals the list has the latest; the one whose map this is belongs to it all the same.
  const deals = [...listed, ...(shown && listed.every((node) => node.id !== shown.id) ? [shown] : [])].map((node) => ({
    value: node.id,
    label: node.status === "OPEN" ? node.name : `${node.name} · ${codes.label("OpportunityStatus", node.status)}`,
  }));
  return (
    <>
      <h1 className={css["account"]} data-long={lettersOf(account.name) > LETTERS || undefined} title={account.name}>
        {account.name}
      </h1>
      <Select
        size="sm"
        className={css["deals"] ?? ""}
        aria-label={t("map.which")}
        data={[{ value: WHOLE, label: t("map.whole") }, ...deals]}
        value={url.opportunity ?? WHOLE}
        allowDeselect={false}
        onChange={(value) => change({ o: value === WHOLE ? null : value, sel: null })}
      />
      <MapViews accountId={account.id} opportunity={url.opportunity} />
    </>
  );
}

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { request } from "../api/client";
import { useCodes } from "../api/codes";
import type { DuplicatesQuery } from "../gql/graphql";
import { Dialog } from "../shared/Dialog";
import { useText } from "../shared/useText";
import { Failed, Waiting } from "../shared/Waiting";
import { DUPLICATES } from "./merge.graphql";
import css from "./Merge.module.css";
import { MergeForm } from "./MergeForm";
import { pathOf, underOf } from "./told";

export type Pair = DuplicatesQuery["duplicates"]["pairs"][number];
export type PartyOfPair = Pair["first"];

const MOST = 50;

function useDuplicates(of: string | null) {
  const { viewer } = useCodes();
  // Only an ADMIN merges: nobody else is asked to.
  return useQuery({
    queryKey: ["duplicates", of],
    queryFn: ({ signal }) => request(DUPLICATES, { of, first: MOST }, signal),
    enabled: viewer?.role === "ADMIN",
  });
}

/** With whom somebody may be one and the same, where there is anybody; nothing else is said. */
export function MaybeTheSame({ id, go }: { id: string; go: (id: string) => void }) {
  const { t } = useTranslation();
  const pairs = useDuplicates(id).data?.duplicates.pairs ?? [];
  if (pairs.length === 0) return null;
  return (
    <section className={css["notice"]} aria-label={t("merge.maybe")}>
      <h3>{t("merge.maybe")}</h3>
      <Pairs pairs={pairs} keepFirst={id} done={go} />
    </section>
  );
}

/** Everything that may be there twice. */
export function DuplicatesDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useDuplicates(null);
  const found = data?.duplicates;
  return (
    <Dialog opened onClose={close} title={t("merge.title")}>
      {error && <Failed error={error} retry={() => void refetch()} />}
      {!found && !error && <Waiting rows={4} />}
      {found?.pairs.length === 0 && <p>{t("merge.none")}</p>}
      {found && <Pairs pairs={found.pairs} done={() => void refetch()} />}
      {found && !found.complete && <p className={css["hint"]}>{t("merge.more")}</p>}
    </Dialog>
  );
}

function Pairs({ pairs, keepFirst, done }: { pairs: readonly Pair[]; keepFirst?: string; done: (keptId: string) => void }) {
  const { t } = useTranslation();
  const say = useText();
  const [merging, setMerging] = useState<Pair | null>(null);
  return (
    <ul className={css["pairs"]}>
      {pairs.map((pair) => {
        const shown = [pair.first, pair.second].filter((one) => one.id !== keepFirst);
        return (
          <li key={`${pair.first.id} ${pair.second.id}`}>
            <div>
              {shown.map((one) => (
                <p key={one.id}>
                  <Link href={pathOf(one)}>{one.name}</Link> <small>{underOf(one)}</small>
                </p>
              ))}
              <small>{pair.reasons.map(say).join(" · ")}</small>
              {merging === pair && (
                <MergeForm
                  pair={pair}
                  keepFirst={keepFirst ?? pair.first.id}
                  close={() => setMerging(null)}
                  done={(keptId) => {
                    setMerging(null);
                    done(keptId);
                  }}
                />
              )}
            </div>
            {merging !== pair && (
              <Button size="compact-sm" variant="default" onClick={() => setMerging(pair)}>
                {t("merge.merge")}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import type { BestMovesQuery } from "../gql/graphql";
import panel from "../map/panel/Panel.module.css";
import { Explained } from "../shared/Explained";
import { signed } from "../shared/format";
import { useText } from "../shared/useText";
import { Failed, Waiting } from "../shared/Waiting";
import { type Try, tryToText } from "./tries";
import { BEST_MOVES } from "./whatif.graphql";
import css from "./WhatIf.module.css";

type Move = NonNullable<BestMovesQuery["bestMoves"]>[number];

/** What a move would try. */
export function tryOf(move: Move): Try | null {
  const id = move.stakeholder.id;
  if (move.kind === "NAME") return { kind: "name", id, as: null };
  if (move.kind !== "RAISE_SUPPORT") return { kind: "meet", id, seller: move.play.seller?.id ?? null };
  const support = move.after.stakeholders.find((place) => place.id === id)?.support;
  return support ? { kind: "support", id, support } : null;
}

interface BestMovesProps {
  mapId: string;
  tries: readonly Try[];
  suppose: (one: Try) => void;
  select: (id: string) => void;
}

/** Which single changes would help most, each at a click. */
export function BestMoves({ mapId, tries, suppose, select }: BestMovesProps) {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ["history", "moves", mapId], queryFn: ({ signal }) => request(BEST_MOVES, { map: mapId }, signal) });
  const moves = query.data?.bestMoves ?? [];
  const tried = new Set(tries.map((one) => tryToText([one.kind === "name" ? { ...one, as: null } : one])));
  return (
    <section className={panel["section"]}>
      <h2>{t("whatIf.moves")}</h2>
      {query.error && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Waiting rows={4} />}
      {query.isSuccess && moves.length === 0 && <p className={panel["hint"]}>{t("whatIf.noMoves")}</p>}
      <ol className={css["moves"]}>
        {moves.map((move) => {
          const one = tryOf(move);
          return (
            <MoveItem
              key={`${move.kind} ${move.stakeholder.id}`}
              move={move}
              tried={one !== null && tried.has(tryToText([one]))}
              run={() => {
                if (one) suppose(one);
                select(move.stakeholder.id);
              }}
            />
          );
        })}
      </ol>
    </section>
  );
}

function MoveItem({ move, tried, run }: { move: Move; tried: boolean; run: () => void }) {
  const { t } = useTranslation();
  const say = useText();
  return (
    <li>
      <b>
        <Explained why={t("whatIf.effectIs")}>{signed(move.effect)}</Explained>
      </b>
      <div>
        <p>{say(move.play.text)}</p>
        <p className={panel["hint"]}>{say(move.why)}</p>
      </div>
      <Button size="compact-sm" variant="default" disabled={tried} aria-label={t("whatIf.tryIt", { what: say(move.play.text) })} onClick={run}>
        {t(tried ? "whatIf.isTried" : "whatIf.try")}
      </Button>
    </li>
  );
}

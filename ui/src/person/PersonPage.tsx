import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { request } from "../api/client";
import { Absent } from "../app/Absent";
import { Shell } from "../app/Shell";
import { MaybeTheSame } from "../merge/Duplicates";
import { day } from "../shared/format";
import { Contacts } from "./Contacts";
import { LogInteraction } from "./LogInteraction";
import { PERSON } from "./person.graphql";
import css from "./Person.module.css";
import { Standings } from "./Standings";
import { Strengths } from "./Strengths";
import { accountsOf, type Found } from "./told";

/** One person: where they stand with us everywhere, how well we know them, and what was last said. */
export function PersonPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["people", "page", id],
    queryFn: ({ signal }) => request(PERSON, { id }, signal),
  });
  if (query.data?.person) return <FoundPerson person={query.data.person} />;
  return <Absent title={t("person.title")} query={query} />;
}

function FoundPerson({ person }: { person: Found }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  return (
    <Shell title={person.name}>
      <div className={css["page"]}>
        <header className={css["head"]}>
          <h2>{person.name}</h2>
          <p>
            {[person.title, person.department].filter(Boolean).join(" · ")}
            {person.account && <Link href={`/a/${person.account.id}/map?sel=${person.id}`}>{person.account.name}</Link>}
          </p>
          <p>{[...person.emails, ...person.phones].join(" · ")}</p>
        </header>
        <MaybeTheSame id={person.id} go={(id) => go(`/p/${id}`)} />
        <div className={css["columns"]}>
          <div>
            <section className={css["box"]}>
              <h3>{t("person.standings")}</h3>
              <Standings standings={person.standings} />
            </section>
            <section className={css["box"]}>
              <h3>{t("person.contacts")}</h3>
              <LogInteraction personId={person.id} accounts={accountsOf(person)} />
              <Contacts personId={person.id} employerId={person.account?.id ?? null} />
            </section>
          </div>
          <div>
            <section className={css["box"]}>
              <h3>{t("person.strengths")}</h3>
              <Strengths strengths={person.strengths} />
            </section>
            <section className={css["box"]}>
              <h3>{t("person.employments")}</h3>
              <Employments person={person} />
            </section>
          </div>
        </div>
      </div>
    </Shell>
  );
}

function Employments({ person }: { person: Found }) {
  const { t, i18n } = useTranslation();
  if (person.employments.length === 0) return <p className={css["hint"]}>{t("person.noEmployments")}</p>;
  const on = (at: string | null) => (at ? day(`${at}T12:00:00`, i18n.language) : "…");
  return (
    <ul className={css["contacts"]}>
      {person.employments.map((one) => (
        <li key={`${one.account.id} ${one.since ?? ""}`}>
          <Link href={`/a/${one.account.id}/map?sel=${person.id}`}>{one.account.name}</Link>
          <span>
            {on(one.since)} – {one.until ? on(one.until) : t("person.today")}
          </span>
          {one.title && <p>{one.title}</p>}
        </li>
      ))}
    </ul>
  );
}

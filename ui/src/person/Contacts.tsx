import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { request } from "../api/client";
import { useCodes } from "../api/codes";
import type { ContactsQuery } from "../gql/graphql";
import { ago, day } from "../shared/format";
import { useNow } from "../shared/useNow";
import { Failed, Waiting } from "../shared/Waiting";
import { CONTACTS } from "./person.graphql";
import css from "./Person.module.css";

const PAGE = 20;

/** What was between us and them, at whatever account, the latest first. */
export function Contacts({ personId, employerId }: { personId: string; employerId: string | null }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: ["people", "contacts", personId],
    queryFn: async ({ pageParam, signal }) => (await request(CONTACTS, { id: personId, first: PAGE, after: pageParam }, signal)).person?.interactions ?? null,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last?.pageInfo.hasNextPage ? last.pageInfo.endCursor : null),
  });
  if (query.isPending) return <Waiting rows={3} />;
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const all = query.data.pages.flatMap((page) => page?.edges.map((edge) => edge.node) ?? []);
  if (all.length === 0) return <p className={css["hint"]}>{t("person.noContacts")}</p>;
  return (
    <>
      <ul className={css["contacts"]} data-contacts>
        {all.map((one) => (
          <Contact key={one.id} contact={one} personId={personId} elsewhere={one.account.id !== employerId} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button size="xs" variant="default" mt="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("person.earlier", { shown: all.length, count: query.data.pages[0]?.totalCount ?? 0 })}
        </Button>
      )}
    </>
  );
}

type Told = NonNullable<ContactsQuery["person"]>["interactions"]["edges"][number]["node"];

function Contact({ contact, personId, elsewhere }: { contact: Told; personId: string; elsewhere: boolean }) {
  const { t, i18n } = useTranslation();
  const codes = useCodes();
  const now = useNow();
  const others = contact.people.filter((one) => one.id !== personId).map((one) => one.name);
  const names = [...contact.sellers.map((one) => one.name), ...others].join(t("mark.comma"));
  return (
    <li>
      <b>{codes.label("InteractionKind", contact.kind)}</b>
      <span>{[ago(contact.at, now, i18n.language), day(contact.at, i18n.language), names, elsewhere && contact.account.name].filter(Boolean).join(" · ")}</span>
      {contact.note && <p>{contact.note}</p>}
    </li>
  );
}

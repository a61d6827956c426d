import { useQuery } from "@tanstack/react-query";
import { UserPlus, UserSearch, UsersRound } from "lucide-react";
import { useState } from "react";

import { api, take, takePage } from "../../api/client";
import { stated, useList } from "../../api/useList";
import { m } from "../../messages";
import { useMe } from "../../session/useMe";
import { Page } from "../../shell/Page";
import { Button, ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { SearchField, SelectField } from "../../ui/fields";
import { formatCount } from "../../ui/format";
import { LoadMore } from "../../ui/LoadMore";
import { Problem } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { SkeletonRows } from "../../ui/Skeleton";
import { Sheet } from "../../ui/Table";
import { useSettled } from "../../ui/useSettled";
import { connectionsQuery } from "../queries";
import { AddPersonDialog } from "./AddPersonDialog";
import { PeopleTable } from "./PeopleTable";

type State = "all" | "active" | "off";

/** Everybody who can sign in. */
export function PeoplePage() {
  const me = useMe();
  const [search, setSearch] = useState("");
  const [state, setState] = useState<State>("all");
  const [directory, setDirectory] = useState("all");
  const [adding, setAdding] = useState(false);
  const settled = useSettled(search);
  const people = useList(["users", settled, state, directory], (cursor) =>
    takePage(
      api.GET("/api/rest/v1/users", {
        params: {
          query: stated({
            search: settled,
            disabled: state === "all" ? undefined : state === "off",
            sso_strategy_id: directory === "all" ? undefined : Number(directory),
            cursor,
          }),
        },
      }),
    ),
  );
  const filtered = Boolean(settled) || state !== "all" || directory !== "all";
  return (
    <Page>
      <PageHeader
        title={m.people.title}
        lead={<Seats fallback={m.people.lead} />}
        actions={
          me.administers && (
            <Button look="primary" onPress={() => setAdding(true)}>
              <UserPlus aria-hidden className="size-4" />
              {m.people.add}
            </Button>
          )
        }
      />
      <div className="flex flex-wrap gap-2 pb-3">
        <SearchField
          label={m.people.search}
          value={search}
          onChange={setSearch}
          className="min-w-52 flex-1 sm:max-w-80"
        />
        <SelectField bare label={m.people.state} choices={states} value={state} onChange={setState} />
        <DirectoryFilter value={directory} onChange={setDirectory} />
      </div>
      <Problem error={people.error} />
      <Sheet>
        {people.isPending ? (
          <SkeletonRows />
        ) : people.items.length === 0 ? (
          <NoPeople filtered={filtered} />
        ) : (
          <PeopleTable people={people.items} />
        )}
        <LoadMore hasMore={people.hasMore} isLoading={people.isLoadingMore} onLoad={people.loadMore} />
      </Sheet>
      {adding && <AddPersonDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}

const states = (["all", "active", "off"] as const).map((id) => ({ id, label: m.people.states[id] }));

function DirectoryFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { data } = useQuery(connectionsQuery);
  const choices = [
    { id: "all", label: m.people.directories.all },
    { id: "0", label: m.people.directories.none },
    ...(data ?? []).map((connection) => ({ id: String(connection.id), label: connection.label })),
  ];
  return <SelectField bare label={m.people.directory} choices={choices} value={value} onChange={onChange} />;
}

function Seats({ fallback }: { fallback: string }) {
  const { data } = useQuery({ queryKey: ["seats"], queryFn: () => take(api.GET("/api/v1/seats")) });
  if (!data) return fallback;
  const free = data.never_signed_in > 0 ? `. ${m.people.seatsFree(formatCount(data.never_signed_in))}.` : ".";
  return m.people.seats(formatCount(data.now), formatCount(data.active_users)) + free;
}

function NoPeople({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState icon={UserSearch} title={m.people.noMatchTitle}>
        {m.people.noMatch}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={UsersRound}
      title={m.people.emptyTitle}
      action={
        <ButtonLink href="/admin/directory" look="primary">
          {m.people.connectDirectory}
        </ButtonLink>
      }
    >
      {m.people.empty}
    </EmptyState>
  );
}

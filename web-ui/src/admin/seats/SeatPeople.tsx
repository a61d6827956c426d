import { Link } from "@tanstack/react-router";
import { Armchair } from "lucide-react";

import { api, takePage } from "../../api/client";
import type { SeatOfPerson } from "../../api/types";
import { stated, useList } from "../../api/useList";
import { m } from "../../messages";
import { Avatar } from "../../ui/Avatar";
import { Badge } from "../../ui/Badge";
import { Card } from "../../ui/Card";
import { EmptyState } from "../../ui/EmptyState";
import { LoadMore } from "../../ui/LoadMore";
import { Problem } from "../../ui/Notice";
import { SkeletonRows } from "../../ui/Skeleton";
import { Table, Td, Th } from "../../ui/Table";
import { Time } from "../../ui/Time";

/** Who takes a seat, since when, and why still. */
export function SeatPeople() {
  const people = useList(["seats", "people"], (cursor) =>
    takePage(api.GET("/api/v1/seats/people", { params: { query: stated({ cursor }) } })),
  );
  const words = m.seats;
  return (
    <Card title={words.people} lead={words.peopleLead} flush>
      <Problem error={people.error} className="m-4" />
      {people.isPending ? (
        <SkeletonRows count={4} />
      ) : people.items.length === 0 ? (
        <EmptyState icon={Armchair} title={words.emptyTitle}>
          {words.empty}
        </EmptyState>
      ) : (
        <Table
          label={words.people}
          head={
            <>
              <Th>{m.people.person}</Th>
              <Th className="max-md:hidden">{words.since}</Th>
              <Th className="max-sm:hidden">{m.people.lastLogin}</Th>
              <Th className="max-sm:hidden">{words.seat}</Th>
            </>
          }
        >
          {people.items.map((person) => (
            <PersonRow key={person.user_id} person={person} />
          ))}
        </Table>
      )}
      <LoadMore hasMore={people.hasMore} isLoading={people.isLoadingMore} onLoad={people.loadMore} />
    </Card>
  );
}

function PersonRow({ person }: { person: SeatOfPerson }) {
  const name = person.name ?? person.username;
  return (
    <tr className="relative hover:bg-hover">
      <Td>
        <div className="flex items-center gap-3">
          <Avatar name={name} />
          <div className="min-w-0">
            <Link
              to="/admin/people/$id"
              params={{ id: String(person.user_id) }}
              className="font-medium wrap-anywhere after:absolute after:inset-0 hover:text-accent"
            >
              {name}
            </Link>
            {person.name && <p className="text-xs break-all text-muted">{person.username}</p>}
            <span className="block pt-1 sm:hidden">
              <SeatState person={person} />
            </span>
          </div>
        </div>
      </Td>
      <Td className="text-muted max-md:hidden">
        <Time at={person.since} />
      </Td>
      <Td className="text-muted max-sm:hidden">
        {person.last_signed_in_at ? <Time at={person.last_signed_in_at} /> : m.common.never}
      </Td>
      <Td className="max-sm:hidden">
        <SeatState person={person} />
      </Td>
    </tr>
  );
}

/** Whether the seat is theirs, or held after they were switched off. */
function SeatState({ person }: { person: SeatOfPerson }) {
  if (!person.held_until) return <Badge tone="good">{m.seats.taken}</Badge>;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <Badge tone="fence">{m.seats.held}</Badge>
      <span className="text-xs text-muted">
        {m.seats.heldUntil} <Time at={person.held_until} />
      </span>
    </span>
  );
}

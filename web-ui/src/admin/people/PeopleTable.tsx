import { Link } from "@tanstack/react-router";

import type { User } from "../../api/types";
import { m } from "../../messages";
import { Avatar } from "../../ui/Avatar";
import { Badge } from "../../ui/Badge";
import { Table, Td, Th } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { useConnectionLabel } from "../queries";
import { RoleBadge, StateBadge } from "./badges";

/** The list of people; each name leads to their page. */
export function PeopleTable({ people }: { people: User[] }) {
  const connectionLabel = useConnectionLabel();
  return (
    <Table
      label={m.people.title}
      head={
        <>
          <Th>{m.people.person}</Th>
          <Th className="max-sm:hidden">{m.people.state}</Th>
          <Th className="max-md:hidden">{m.people.directory}</Th>
          <Th className="max-lg:hidden">{m.people.seat}</Th>
          <Th className="max-sm:hidden">{m.people.lastLogin}</Th>
        </>
      }
    >
      {people.map((user) => (
        <tr key={user.id} className="relative hover:bg-hover">
          <Td>
            <div className="flex items-center gap-3">
              <Avatar name={user.name ?? user.username} />
              <div className="min-w-0">
                <Link
                  to="/admin/people/$id"
                  params={{ id: String(user.id) }}
                  className="font-medium after:absolute after:inset-0 hover:text-accent"
                >
                  {user.name ?? user.username}
                </Link>
                <p className="text-xs break-all text-muted">{user.username}</p>
                <span className="flex flex-wrap gap-1 pt-1 sm:hidden">
                  <StateBadge user={user} />
                  <RoleBadge user={user} />
                </span>
              </div>
            </div>
          </Td>
          <Td className="max-sm:hidden">
            <span className="flex flex-wrap gap-1">
              <StateBadge user={user} />
              <RoleBadge user={user} />
            </span>
          </Td>
          <Td className="max-md:hidden">
            {connectionLabel(user.sso_strategy_id) ?? m.people.directories.none}
          </Td>
          <Td className="max-lg:hidden">
            {user.billable ? (
              <Badge>{m.people.counts}</Badge>
            ) : (
              <span className="text-muted">{m.people.free}</span>
            )}
          </Td>
          <Td className="text-muted max-sm:hidden">
            {user.last_login_at ? <Time at={user.last_login_at} /> : m.common.never}
          </Td>
        </tr>
      ))}
    </Table>
  );
}

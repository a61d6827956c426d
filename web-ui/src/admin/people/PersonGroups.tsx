import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { m } from "../../messages";
import { Badge } from "../../ui/Badge";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Notice";
import { membersQuery } from "../queries";

/** The groups of a person, and why they are in each. */
export function PersonGroups({ userId }: { userId: number }) {
  const memberships = useQuery(membersQuery({ user_id: userId }));
  return (
    <Card title={m.people.groups}>
      <Problem error={memberships.error} />
      {memberships.data?.length === 0 && <p className="text-muted">{m.people.noGroups}</p>}
      <ul className="flex flex-col gap-2.5">
        {memberships.data?.map((membership) => (
          <li key={membership.group_id} className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Link
              to="/admin/groups/$id"
              params={{ id: String(membership.group_id) }}
              className="font-medium hover:text-accent hover:underline"
            >
              {membership.group_name}
            </Link>
            {membership.admin && <Badge tone="accent">{m.groups.admin}</Badge>}
            <span className="text-xs text-muted">
              {membership.origins.map((origin) => m.words.origin[origin] ?? origin).join(", ")}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Folder } from "lucide-react";

import { m } from "../../messages";
import { Badge } from "../../ui/Badge";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Notice";
import { SkeletonRows } from "../../ui/Skeleton";
import { folderLabel } from "../permissions/reasons";
import { grantsQuery } from "../queries";

/** The folders that a group was given, each a link to its permissions. */
export function GroupGrants({ groupId }: { groupId: number }) {
  const grants = useQuery(grantsQuery({ group_id: groupId }));
  return (
    <Card title={m.groups.grants}>
      <Problem error={grants.error} />
      {grants.isPending && <SkeletonRows count={2} />}
      {grants.data?.length === 0 && <p className="text-muted">{m.groups.noGrants}</p>}
      <ul className="flex flex-col gap-3">
        {grants.data?.map((grant) => (
          <li key={grant.id} className="flex items-center gap-3">
            <Folder aria-hidden strokeWidth={1.6} className="size-5 shrink-0 fill-accent-wash text-accent" />
            <div className="min-w-0 flex-1">
              <Link
                to="/admin/permissions/$"
                params={{ _splat: grant.path }}
                className="font-medium break-all hover:text-accent hover:underline"
              >
                {folderLabel(grant.path)}
              </Link>
              <p className="text-xs text-muted">
                {grant.recursive ? m.permissions.below : m.permissions.notBelow}
              </p>
            </div>
            <Badge tone="accent">{m.words.level[grant.permission]}</Badge>
          </li>
        ))}
      </ul>
    </Card>
  );
}

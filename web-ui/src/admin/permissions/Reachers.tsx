import { useQuery } from "@tanstack/react-query";

import { api, take } from "../../api/client";
import { m } from "../../messages";
import { Avatar } from "../../ui/Avatar";
import { Problem } from "../../ui/Notice";
import { SkeletonRows } from "../../ui/Skeleton";
import { Capabilities } from "./Capabilities";
import { describeReason } from "./reasons";

/** Everybody who reaches a folder, how, and why: computed by the code that decides. */
export function Reachers({ path }: { path: string }) {
  const who = useQuery({
    queryKey: ["who", path],
    queryFn: () => take(api.GET("/api/v1/access/who", { params: { query: { path } } })),
  });
  if (who.isPending) return <SkeletonRows count={3} />;
  if (who.error) return <Problem error={who.error} />;
  if (who.data.length === 0) return <p className="text-muted">{m.permissions.nobodyReaches}</p>;
  return (
    <ul aria-label={m.permissions.who} className="flex flex-col divide-y divide-line">
      {who.data.map((reacher) => (
        <li key={reacher.user_id} className="flex gap-3 py-3 first:pt-0 last:pb-0">
          <Avatar name={reacher.name ?? reacher.username} />
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{reacher.name ?? reacher.username}</span>
              {reacher.name && <span className="text-xs text-muted">{reacher.username}</span>}
            </p>
            <Capabilities names={reacher.capabilities} />
            <ul className="mt-1.5 text-xs text-muted">
              {reacher.role && <li>{m.permissions.byRole}</li>}
              {reacher.grants.map((grant) => (
                <li key={grant.permission_id}>{describeReason(grant, path)}</li>
              ))}
            </ul>
          </div>
        </li>
      ))}
    </ul>
  );
}

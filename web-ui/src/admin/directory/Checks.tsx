import { queryOptions, useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, CircleDashed, CircleX, type LucideIcon } from "lucide-react";

import { api, takePage } from "../../api/client";
import type { DirectoryCheck } from "../../api/types";
import { m } from "../../messages";
import { Problem } from "../../ui/Notice";
import { Said } from "../../ui/Said";
import { SkeletonRows } from "../../ui/Skeleton";

/** What was looked at about a connection, in the order of setting up. */
export function checksQuery(connectionId: number) {
  return queryOptions({
    queryKey: ["connections", connectionId, "checks"],
    queryFn: async () =>
      (await takePage(api.GET("/api/v1/directory/{id}/check", { params: { path: { id: connectionId } } })))
        .items,
    refetchInterval: 3000,
  });
}

const looks: Record<DirectoryCheck["state"], { icon: LucideIcon; tone: string }> = {
  ok: { icon: CircleCheck, tone: "text-good" },
  waiting: { icon: CircleDashed, tone: "text-fence" },
  warning: { icon: CircleAlert, tone: "text-fence" },
  failed: { icon: CircleX, tone: "text-danger" },
};

interface ChecksProps {
  connectionId: number;
  /** Only these. */
  names?: string[];
}

/** How a connection stands, and what is to be done. */
export function Checks({ connectionId, names }: ChecksProps) {
  const checks = useQuery(checksQuery(connectionId));
  const shown = checks.data?.filter((check) => !names || names.includes(check.name));
  return (
    <>
      <Problem error={checks.error} />
      {checks.isPending && <SkeletonRows count={3} />}
      <ul aria-label={m.directory.check} className="flex flex-col gap-3">
        {shown?.map((check) => {
          const { icon: Icon, tone } = looks[check.state];
          return (
            <li key={check.name} className="flex items-start gap-2.5">
              <Icon
                role="img"
                aria-label={m.directory.checkStates[check.state]}
                className={`mt-0.5 size-4 shrink-0 ${tone}`}
              />
              <span className="min-w-0 text-pretty wrap-anywhere">
                <Said text={check.says} />
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

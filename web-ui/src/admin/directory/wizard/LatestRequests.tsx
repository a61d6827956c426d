import { useQuery } from "@tanstack/react-query";

import { api, takePage } from "../../../api/client";
import { m } from "../../../messages";
import { Badge } from "../../../ui/Badge";
import { Time } from "../../../ui/Time";
import { addressOf } from "../../scim-log/address";
import { toneOfCode } from "../../scim-log/code";

const SHOWN = 6;
const words = m.wizard.provisioning;

/** What the directory sent last, as it comes in. */
export function LatestRequests({ connectionId }: { connectionId: number }) {
  const { data } = useQuery({
    queryKey: ["scim-log", "latest", connectionId],
    queryFn: async () =>
      (
        await takePage(
          api.GET("/api/rest/v1/scim_logs", {
            params: { query: { sso_strategy_id: connectionId, per_page: SHOWN } },
          }),
        )
      ).items,
    refetchInterval: 2000,
  });
  return (
    <section className="border-t border-line pt-4">
      <h3 className="pb-2 text-xs font-semibold text-muted">{words.requests}</h3>
      {data?.length === 0 && <p className="text-muted">{words.noRequests}</p>}
      <ul aria-label={words.requests} className="flex flex-col gap-1.5">
        {data?.map((entry) => (
          <li key={entry.id} className="flex items-center gap-2.5 text-xs">
            <Badge tone={toneOfCode(entry.http_response_code)}>{entry.http_response_code}</Badge>
            <span className="min-w-0 flex-1 truncate font-mono" title={addressOf(entry)}>
              {entry.request_method} {addressOf(entry)}
            </span>
            <span className="text-muted">
              <Time at={entry.created_at} form="log" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

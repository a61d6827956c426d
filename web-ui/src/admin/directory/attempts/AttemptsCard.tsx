import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { api, takePage } from "../../../api/client";
import type { SamlAttempt } from "../../../api/types";
import { m } from "../../../messages";
import { Badge } from "../../../ui/Badge";
import { Card } from "../../../ui/Card";
import { Problem } from "../../../ui/Notice";
import { SkeletonRows } from "../../../ui/Skeleton";
import { Time } from "../../../ui/Time";
import { AttemptDialog } from "./AttemptDialog";
import { describeCheck } from "./checks";

const words = m.saml.attempts;

/** The last answers of the directory, each of which opens with the check that refused it. */
export function AttemptsCard({ connectionId }: { connectionId: number }) {
  const [open, setOpen] = useState<SamlAttempt>();
  const attempts = useQuery({
    queryKey: ["saml-attempts", connectionId],
    queryFn: async () =>
      (
        await takePage(
          api.GET("/api/v1/saml_attempts", { params: { query: { sso_strategy_id: connectionId } } }),
        )
      ).items,
    refetchInterval: 5000,
  });
  return (
    <Card title={words.title} lead={words.lead} flush>
      <Problem error={attempts.error} className="m-4" />
      {attempts.isPending && <SkeletonRows count={3} />}
      {attempts.data?.length === 0 && <p className="p-4 text-muted">{words.empty}</p>}
      <ul aria-label={words.title} className="divide-y divide-line">
        {attempts.data?.map((attempt) => (
          <AttemptRow key={attempt.id} attempt={attempt} onOpen={() => setOpen(attempt)} />
        ))}
      </ul>
      {open && <AttemptDialog attempt={open} onClose={() => setOpen(undefined)} />}
    </Card>
  );
}

function AttemptRow({ attempt, onOpen }: { attempt: SamlAttempt; onOpen: () => void }) {
  const refused = attempt.failure_type != null;
  return (
    <li className="relative grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-hover sm:grid-cols-[6rem_1fr_auto]">
      <span className="max-sm:col-start-2 max-sm:row-start-1">
        <Badge tone={refused ? "danger" : "good"}>{refused ? words.refused : words.signedIn}</Badge>
      </span>
      <div className="min-w-0 max-sm:col-start-1 max-sm:row-start-1">
        <button
          type="button"
          aria-label={words.open(new Date(attempt.created_at).toLocaleString("en-GB"))}
          onClick={onOpen}
          className="cursor-pointer text-left font-medium break-words outline-offset-[-2px] after:absolute after:inset-0"
        >
          {attempt.failure_type ? describeCheck(attempt.failure_type) : (attempt.name_id ?? words.unknown)}
        </button>
        {refused && (
          <p className="text-xs break-words text-muted">
            {attempt.name_id ?? words.unknown} · <span className="font-mono">{attempt.failure_type}</span>
          </p>
        )}
      </div>
      <span className="text-xs text-muted max-sm:col-span-2">
        <Time at={attempt.created_at} form="log" />
      </span>
    </li>
  );
}

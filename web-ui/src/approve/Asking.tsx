import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { api, take } from "../api/client";
import { m } from "../messages";
import { GreetingPage } from "../session/GreetingPage";
import { Button } from "../ui/Button";
import { Fact, Facts } from "../ui/Facts";
import { Problem } from "../ui/Notice";
import { Time } from "../ui/Time";
import type { Found } from "./ApprovePage";
import type { Decision } from "./Outcome";

interface AskingProps {
  found: Found;
  onDecided: (decision: Decision) => void;
  onBack: () => void;
}

const routes = {
  "let-in": "/api/v1/approvals/confirm",
  refused: "/api/v1/approvals/refuse",
} as const;

/** Shows what asks to be let in, and takes the answer. */
export function Asking({ found, onDecided, onBack }: AskingProps) {
  const { asking, code } = found;
  const left = useTimeLeft(asking.expires_at);
  const decide = useMutation({
    mutationFn: (decision: Decision) => take(api.POST(routes[decision], { body: { code } })),
    onSuccess: (_, decision) => onDecided(decision),
  });
  const over = left === undefined;
  useEffect(() => {
    if (over) onBack();
  }, [over, onBack]);
  return (
    <GreetingPage title={m.approve.asking.title} lead={m.approve.asking.lead}>
      <div className="rounded-lg border border-line bg-sunken px-4 py-3.5 text-sm">
        <Facts>
          <Fact label={m.approve.asking.username}>
            <span className="font-semibold">{asking.username}</span>
          </Fact>
          <Fact label={m.approve.asking.ip}>
            <span className="font-mono text-[0.8125rem]">{asking.ip}</span>
          </Fact>
          <Fact label={m.approve.asking.client}>{asking.client}</Fact>
          <Fact label={m.approve.asking.started}>
            <Time at={asking.started_at} />
          </Fact>
        </Facts>
      </div>
      <Problem error={decide.error} />
      <div className="flex flex-col gap-2.5">
        <Button
          look="primary"
          onPress={() => decide.mutate("let-in")}
          isPending={decide.isPending && decide.variables === "let-in"}
          className="!h-12 w-full !text-base"
        >
          {m.approve.asking.confirm}
        </Button>
        <Button
          look="danger"
          onPress={() => decide.mutate("refused")}
          isPending={decide.isPending && decide.variables === "refused"}
          className="!h-11 w-full"
        >
          {m.approve.asking.refuse}
        </Button>
      </div>
      {left && (
        <p className="text-center text-xs text-muted tabular-nums">{m.approve.asking.expires(left)}</p>
      )}
    </GreetingPage>
  );
}

/** How long it is until then, as minutes and seconds; nothing once it is over. */
function useTimeLeft(until: string): string | undefined {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.round((new Date(until).getTime() - now) / 1000);
  if (seconds <= 0) return undefined;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

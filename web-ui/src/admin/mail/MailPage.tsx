import { useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useState } from "react";

import { api, take, takePage } from "../../api/client";
import type { MailMessage, MailStatus } from "../../api/types";
import { m } from "../../messages";
import { useMe } from "../../session/useMe";
import { Page } from "../../shell/Page";
import { Badge, type Tone } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Fact, Facts } from "../../ui/Facts";
import { formatCount } from "../../ui/format";
import { Problem } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { SkeletonRows } from "../../ui/Skeleton";
import { MailLog } from "./MailLog";
import { TestDialog } from "./TestDialog";

type Standing = keyof typeof m.mail.states;

const tones: Record<Standing, Tone> = { off: "fence", idle: "neutral", ok: "good", failing: "danger" };

/** Whether mail works, and every mail with what became of it. */
export function MailPage() {
  const me = useMe();
  const [testing, setTesting] = useState(false);
  const status = useQuery({
    queryKey: ["mail", "status"],
    queryFn: () => take(api.GET("/api/v1/mail")),
    refetchInterval: 10_000,
  });
  const newest = useQuery({
    queryKey: ["mail", "newest"],
    queryFn: async () =>
      (await takePage(api.GET("/api/v1/mail/messages", { params: { query: { per_page: 10 } } }))).items,
    refetchInterval: 10_000,
  });
  return (
    <Page>
      <PageHeader
        title={m.mail.title}
        lead={m.mail.lead}
        actions={
          me.administers && (
            <Button
              onPress={() => setTesting(true)}
              unavailable={status.data?.configured === false ? m.mail.stateTexts.off : undefined}
            >
              <Send aria-hidden className="size-4" />
              {m.mail.test}
            </Button>
          )
        }
      />
      <Problem error={status.error} className="mb-4" />
      {status.isPending && <SkeletonRows count={3} />}
      {status.data && <StandingCard status={status.data} newest={newest.data ?? []} />}
      <MailLog mayRetry={me.administers} />
      {testing && <TestDialog onClose={() => setTesting(false)} />}
    </Page>
  );
}

function StandingCard({ status, newest }: { status: MailStatus; newest: MailMessage[] }) {
  const standing = standingOf(status, newest);
  const words = m.mail;
  return (
    <div className="pb-4">
      <Card title={words.howItStands} action={<Badge tone={tones[standing]}>{words.states[standing]}</Badge>}>
        <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
          <p className="max-w-prose text-pretty text-soft">{words.stateTexts[standing]}</p>
          <Facts>
            {status.server && (
              <Fact label={words.server}>
                <span className="font-mono text-xs break-all">{status.server}</span>
              </Fact>
            )}
            {status.from && <Fact label={words.from}>{status.from}</Fact>}
            <Fact label={words.waiting}>{formatCount(status.waiting)}</Fact>
            <Fact label={words.sent}>{formatCount(status.sent)}</Fact>
            <Fact label={words.failed}>{formatCount(status.failed)}</Fact>
          </Facts>
        </div>
      </Card>
    </div>
  );
}

/** How mail stands, by the latest mail that was handed to a server. */
function standingOf(status: MailStatus, newest: MailMessage[]): Standing {
  if (!status.configured) return "off";
  const tried = newest.find((message) => message.state === "sent" || message.attempts > 0);
  if (!tried) return status.sent > 0 ? "ok" : "idle";
  return tried.state === "sent" ? "ok" : "failing";
}

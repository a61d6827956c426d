import { Mail } from "lucide-react";
import { useState } from "react";

import { api, takePage } from "../../api/client";
import type { MailMessage, MailState } from "../../api/types";
import { stated, useList } from "../../api/useList";
import { m } from "../../messages";
import { Badge, type Tone } from "../../ui/Badge";
import { Card } from "../../ui/Card";
import { EmptyState } from "../../ui/EmptyState";
import { SelectField } from "../../ui/fields";
import { LoadMore } from "../../ui/LoadMore";
import { Problem } from "../../ui/Notice";
import { SkeletonRows } from "../../ui/Skeleton";
import { Table, Td, Th } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { MailDialog } from "./MailDialog";

type Filter = MailState | "all";

const filters: { id: Filter; label: string }[] = [
  { id: "all", label: m.mail.all },
  ...(["waiting", "sent", "failed"] as const).map((id) => ({ id, label: m.mail.mailStates[id] })),
];

const tones: Record<MailState, Tone> = { waiting: "fence", sent: "good", failed: "danger" };

/** Every mail, newest first; each opens with what the server answered. */
export function MailLog({ mayRetry }: { mayRetry: boolean }) {
  const [filter, setFilter] = useState<Filter>("all");
  const [open, setOpen] = useState<MailMessage>();
  const mails = useList(
    ["mail", "log", filter],
    (cursor) =>
      takePage(
        api.GET("/api/v1/mail/messages", {
          params: { query: stated({ state: filter === "all" ? undefined : filter, cursor }) },
        }),
      ),
    { every: 10_000 },
  );
  return (
    <Card
      title={m.mail.log}
      flush
      action={<SelectField bare label={m.mail.state} choices={filters} value={filter} onChange={setFilter} />}
    >
      <Problem error={mails.error} className="m-4" />
      {mails.isPending ? (
        <SkeletonRows count={4} />
      ) : mails.items.length === 0 ? (
        <EmptyState icon={Mail} title={filter === "all" ? m.mail.emptyTitle : m.mail.noMatchTitle}>
          {filter === "all" ? m.mail.empty : m.mail.noMatch}
        </EmptyState>
      ) : (
        <MailTable mails={mails.items} onOpen={setOpen} />
      )}
      <LoadMore hasMore={mails.hasMore} isLoading={mails.isLoadingMore} onLoad={mails.loadMore} />
      {open && <MailDialog mail={open} mayRetry={mayRetry} onClose={() => setOpen(undefined)} />}
    </Card>
  );
}

function MailTable({ mails, onOpen }: { mails: MailMessage[]; onOpen: (mail: MailMessage) => void }) {
  return (
    <Table
      label={m.mail.log}
      head={
        <>
          <Th>{m.mail.subject}</Th>
          <Th className="max-md:hidden">{m.mail.recipient}</Th>
          <Th className="max-sm:hidden">{m.mail.when}</Th>
          <Th>{m.mail.state}</Th>
        </>
      }
    >
      {mails.map((mail) => (
        <tr key={mail.id} className="relative hover:bg-hover">
          <Td>
            <button
              type="button"
              aria-label={m.mail.open(mail.subject)}
              onClick={() => onOpen(mail)}
              className="cursor-pointer text-left font-medium break-words after:absolute after:inset-0 hover:text-accent"
            >
              {mail.subject}
            </button>
            <p className="text-xs break-words text-muted">
              {m.mail.kinds[mail.kind] ?? mail.kind}
              <span className="md:hidden"> · {mail.recipient || m.mail.nobody}</span>
            </p>
          </Td>
          <Td className="break-all text-muted max-md:hidden">{mail.recipient || m.mail.nobody}</Td>
          <Td className="text-muted max-sm:hidden">
            <Time at={mail.sent_at ?? mail.created_at} />
          </Td>
          <Td>
            <StateOfMail mail={mail} />
          </Td>
        </tr>
      ))}
    </Table>
  );
}

/** What became of a mail; while it waits after a failure, how often it was tried and when it is again. */
export function StateOfMail({ mail }: { mail: MailMessage }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <Badge tone={tones[mail.state]}>{m.mail.mailStates[mail.state]}</Badge>
      {mail.state !== "sent" && mail.attempts > 0 && (
        <span className="text-xs text-muted">
          {m.mail.tries(mail.attempts)}
          {mail.next_attempt_at && (
            <>
              , {m.mail.next} <Time at={mail.next_attempt_at} />
            </>
          )}
        </span>
      )}
    </span>
  );
}

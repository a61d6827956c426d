import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Scissors } from "lucide-react";
import { useState } from "react";

import { api, take } from "../../api/client";
import type { LiveSession } from "../../api/types";
import { m } from "../../messages";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { ActionsTh, Table, Td, Th } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { tell } from "../../ui/toast";

interface SessionTableProps {
  sessions: LiveSession[];
  showPerson: boolean;
  mayCut: boolean;
}

/** Open sessions, each with the button that ends it. */
export function SessionTable({ sessions, showPerson, mayCut }: SessionTableProps) {
  const client = useQueryClient();
  const [leaving, setLeaving] = useState<LiveSession>();
  const cut = async (session: LiveSession) => {
    await take(api.DELETE("/api/v1/sessions/live/{id}", { params: { path: { id: session.id } } }));
    await client.invalidateQueries({ queryKey: ["live-sessions"] });
    tell(m.sessions.cutDone);
  };
  return (
    <>
      <Table
        label={m.sessions.title}
        head={
          <>
            {showPerson && <Th>{m.sessions.person}</Th>}
            <Th>{m.sessions.protocol}</Th>
            <Th className="max-sm:hidden">{m.sessions.address}</Th>
            <Th className="max-md:hidden">{m.sessions.client}</Th>
            <Th className="max-sm:hidden">{m.sessions.since}</Th>
            <ActionsTh label={m.common.actions} />
          </>
        }
      >
        {sessions.map((session) => (
          <tr key={session.id}>
            {showPerson && (
              <Td>
                <Link
                  to="/admin/people/$id"
                  params={{ id: String(session.user_id) }}
                  className="font-medium break-all hover:text-accent hover:underline"
                >
                  {session.username}
                </Link>
              </Td>
            )}
            <Td>
              <Badge tone="accent">{m.words.interface[session.interface] ?? session.interface}</Badge>
              <p className="pt-1 font-mono text-xs text-muted sm:hidden">{session.ip}</p>
            </Td>
            <Td className="font-mono text-xs max-sm:hidden">{session.ip}</Td>
            <Td className="max-w-72 truncate text-muted max-md:hidden">{session.client}</Td>
            <Td className="text-muted max-sm:hidden">
              <Time at={session.since} />
            </Td>
            <Td className="text-right">
              {session.current ? (
                <Badge>{m.sessions.current}</Badge>
              ) : (
                mayCut && <CutButton session={session} onPress={() => setLeaving(session)} />
              )}
            </Td>
          </tr>
        ))}
      </Table>
      {leaving && (
        <ConfirmDialog
          title={m.sessions.cutTitle(leaving.username)}
          action={m.sessions.cut}
          onConfirm={() => cut(leaving)}
          onClose={() => setLeaving(undefined)}
        >
          {m.sessions.cutText}
        </ConfirmDialog>
      )}
    </>
  );
}

function CutButton({ session, onPress }: { session: LiveSession; onPress: () => void }) {
  const protocol = m.words.interface[session.interface] ?? session.interface;
  return (
    <Button look="danger" size="small" onPress={onPress} label={m.sessions.cutOf(session.username, protocol)}>
      <Scissors aria-hidden className="size-3.5" />
      {m.sessions.cut}
    </Button>
  );
}

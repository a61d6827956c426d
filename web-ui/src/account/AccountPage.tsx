import { useQuery } from "@tanstack/react-query";

import { SessionTable } from "../admin/sessions/SessionTable";
import { liveSessionsQuery } from "../admin/sessions/liveSessions";
import { m } from "../messages";
import { useMe } from "../session/useMe";
import { Page } from "../shell/Page";
import { Card } from "../ui/Card";
import { Problem } from "../ui/Notice";
import { PageHeader } from "../ui/PageHeader";
import { SkeletonRows } from "../ui/Skeleton";
import { ApiKeys } from "./ApiKeys";
import { SshKeys } from "./SshKeys";

/** One's own account: what one signs in with, and where one is signed in. */
export function AccountPage() {
  const me = useMe();
  const sessions = useQuery({ ...liveSessionsQuery, refetchInterval: 10_000 });
  const own = sessions.data?.filter((session) => session.user_id === me.user.id);
  return (
    <Page>
      <PageHeader title={m.account.title} lead={m.account.lead(me.user.name ?? me.user.username)} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <SshKeys userId={me.user.id} />
        <ApiKeys userId={me.user.id} />
        <div className="xl:col-span-2">
          <Card title={m.account.sessions} lead={m.account.sessionsLead} flush>
            <Problem error={sessions.error} className="m-4" />
            {sessions.isPending && <SkeletonRows count={2} />}
            {own && <SessionTable sessions={own} showPerson={false} mayCut />}
          </Card>
        </div>
      </div>
    </Page>
  );
}

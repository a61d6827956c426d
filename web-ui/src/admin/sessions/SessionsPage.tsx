import { useQuery } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import { useState } from "react";

import { m } from "../../messages";
import { useMe } from "../../session/useMe";
import { Page } from "../../shell/Page";
import { EmptyState } from "../../ui/EmptyState";
import { SelectField } from "../../ui/fields";
import { LiveMark } from "../../ui/LiveMark";
import { Problem } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { SkeletonRows } from "../../ui/Skeleton";
import { Sheet } from "../../ui/Table";
import { liveSessionsQuery } from "./liveSessions";
import { SessionTable } from "./SessionTable";

/** Everything that is open now, over every protocol. */
export function SessionsPage() {
  const me = useMe();
  const [protocol, setProtocol] = useState("all");
  const { data, error, isPending } = useQuery({ ...liveSessionsQuery, refetchInterval: 3000 });
  const protocols = [...new Set(data?.map((session) => session.interface))].sort();
  const shown = data?.filter((session) => protocol === "all" || session.interface === protocol) ?? [];
  return (
    <Page>
      <PageHeader title={m.sessions.title} lead={m.sessions.lead} actions={<LiveMark />} />
      <div className="flex pb-3">
        <SelectField
          bare
          label={m.sessions.filterProtocol}
          choices={[
            { id: "all", label: m.sessions.everyProtocol },
            ...protocols.map((id) => ({ id, label: m.words.interface[id] ?? id })),
          ]}
          value={protocol}
          onChange={setProtocol}
        />
      </div>
      <Problem error={error} className="mb-3" />
      <Sheet>
        {isPending ? (
          <SkeletonRows />
        ) : shown.length === 0 ? (
          <EmptyState icon={MonitorSmartphone} title={m.sessions.emptyTitle}>
            {m.sessions.empty}
          </EmptyState>
        ) : (
          <SessionTable sessions={shown} showPerson mayCut={me.administers} />
        )}
      </Sheet>
    </Page>
  );
}

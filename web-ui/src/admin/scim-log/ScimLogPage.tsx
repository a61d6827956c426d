import { useQuery } from "@tanstack/react-query";
import { Webhook } from "lucide-react";
import { useState } from "react";

import { api, takePage } from "../../api/client";
import { stated, useList } from "../../api/useList";
import { m } from "../../messages";
import { Page } from "../../shell/Page";
import { EmptyState } from "../../ui/EmptyState";
import { SearchField, SelectField, Toggle } from "../../ui/fields";
import { LoadMore } from "../../ui/LoadMore";
import { Problem } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { SkeletonRows } from "../../ui/Skeleton";
import { Sheet } from "../../ui/Table";
import { useSettled } from "../../ui/useSettled";
import { connectionsQuery } from "../queries";
import { ScimLogRow } from "./ScimLogRow";

const codes = [
  { id: "all", label: m.scimLog.allCodes },
  ...Object.entries(m.scimLog.codes).map(([id, label]) => ({ id, label })),
];

/** What the directories sent, as it comes in. */
export function ScimLogPage() {
  const [search, setSearch] = useState("");
  const [code, setCode] = useState("all");
  const [connection, setConnection] = useState("all");
  const [live, setLive] = useState(true);
  const settled = useSettled(search);
  const connections = useQuery(connectionsQuery);
  const log = useList(
    ["scim-log", settled, code, connection],
    (cursor) =>
      takePage(
        api.GET("/api/rest/v1/scim_logs", {
          params: {
            query: stated({
              search: settled,
              http_response_code: code === "all" ? undefined : Number(code),
              sso_strategy_id: connection === "all" ? undefined : Number(connection),
              cursor,
            }),
          },
        }),
      ),
    { every: live && 2000 },
  );
  const filtered = Boolean(settled) || code !== "all" || connection !== "all";
  return (
    <Page>
      <PageHeader
        title={m.scimLog.title}
        lead={m.scimLog.lead}
        actions={
          <Toggle isSelected={live} onChange={setLive}>
            {m.scimLog.live}
          </Toggle>
        }
      />
      <div className="flex flex-wrap gap-2 pb-3">
        <SearchField
          label={m.scimLog.search}
          value={search}
          onChange={setSearch}
          className="min-w-52 flex-1 sm:max-w-80"
        />
        <SelectField bare label={m.scimLog.code} choices={codes} value={code} onChange={setCode} />
        <SelectField
          bare
          label={m.scimLog.connection}
          choices={[
            { id: "all", label: m.scimLog.allConnections },
            ...(connections.data ?? []).map(({ id, label }) => ({ id: String(id), label })),
          ]}
          value={connection}
          onChange={setConnection}
        />
      </div>
      <Problem error={log.error} className="mb-3" />
      <Sheet>
        {log.isPending ? (
          <SkeletonRows />
        ) : log.items.length === 0 ? (
          <EmptyState icon={Webhook} title={filtered ? m.scimLog.noMatchTitle : m.scimLog.emptyTitle}>
            {filtered ? m.scimLog.noMatch : m.scimLog.empty}
          </EmptyState>
        ) : (
          <ul aria-label={m.scimLog.title} className="divide-y divide-line">
            {log.items.map((entry) => (
              <ScimLogRow key={entry.id} entry={entry} />
            ))}
          </ul>
        )}
        <LoadMore hasMore={log.hasMore} isLoading={log.isLoadingMore} onLoad={log.loadMore} />
      </Sheet>
    </Page>
  );
}

import { Webhook } from "lucide-react";
import { useState } from "react";

import { api, takePage } from "../../api/client";
import { stated, useList } from "../../api/useList";
import { m } from "../../messages";
import { Page } from "../../shell/Page";
import { DownloadLink } from "../../ui/DownloadLink";
import { EmptyState } from "../../ui/EmptyState";
import { Toggle } from "../../ui/fields";
import { LoadMore } from "../../ui/LoadMore";
import { Problem } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { SkeletonRows } from "../../ui/Skeleton";
import { Sheet } from "../../ui/Table";
import { WhyCard } from "../why/WhyCard";
import { FilterBar } from "./FilterBar";
import { toQuery, type ScimLogFilters } from "./filters";
import { ScimLogRow } from "./ScimLogRow";

interface ScimLogPageProps {
  filters: ScimLogFilters;
  onFilters: (filters: ScimLogFilters) => void;
  /** Whose absence is asked about. */
  why: string | undefined;
  onWhy: (name: string) => void;
}

/** What the directories sent, as it comes in. The filters are the address, so that a finding can be sent as a link. */
export function ScimLogPage({ filters, onFilters, why, onWhy }: ScimLogPageProps) {
  const [live, setLive] = useState(true);
  const query = toQuery(filters);
  const log = useList(
    ["scim-log", query],
    (cursor) =>
      takePage(api.GET("/api/rest/v1/scim_logs", { params: { query: { ...query, ...stated({ cursor }) } } })),
    { every: live && 2000 },
  );
  const filtered = Object.keys(filters).length > 0;
  return (
    <Page>
      <PageHeader
        title={m.scimLog.title}
        lead={m.scimLog.lead}
        actions={
          <>
            <Toggle isSelected={live} onChange={setLive}>
              {m.scimLog.live}
            </Toggle>
            <DownloadLink path="/api/v1/scim_logs/export" query={query} label={m.scimLog.download} />
          </>
        }
      />
      <div className="pb-5">
        <WhyCard key={why ?? ""} asked={why ?? ""} onAsk={onWhy} />
      </div>
      <FilterBar filters={filters} onFilters={onFilters} />
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

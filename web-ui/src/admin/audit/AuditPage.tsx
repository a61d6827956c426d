import { ScrollText } from "lucide-react";
import { useState } from "react";

import { api, takePage } from "../../api/client";
import type { Action } from "../../api/types";
import { useList } from "../../api/useList";
import { m } from "../../messages";
import { Page } from "../../shell/Page";
import { EmptyState } from "../../ui/EmptyState";
import { LoadMore } from "../../ui/LoadMore";
import { Problem } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { SkeletonRows } from "../../ui/Skeleton";
import { Sheet } from "../../ui/Table";
import { ActionDialog } from "./ActionDialog";
import { ActionTable } from "./ActionTable";
import { AuditActs } from "./AuditActs";
import { FilterBar } from "./FilterBar";
import { toQuery, type AuditFilters } from "./filters";

interface AuditPageProps {
  filters: AuditFilters;
  onFilters: (filters: AuditFilters) => void;
}

/** Every act, newest first. The filters are the address, so that a finding can be sent as a link. */
export function AuditPage({ filters, onFilters }: AuditPageProps) {
  const [open, setOpen] = useState<Action>();
  const query = toQuery(filters);
  const log = useList(["audit", query], (cursor) =>
    takePage(
      api.GET("/api/rest/v1/history", { params: { query: { ...query, ...(cursor ? { cursor } : {}) } } }),
    ),
  );
  return (
    <Page wide>
      <PageHeader title={m.audit.title} lead={m.audit.lead} actions={<AuditActs query={query} />} />
      <FilterBar filters={filters} onFilters={onFilters} />
      <Problem error={log.error} className="mb-3" />
      <Sheet>
        {log.isPending ? (
          <SkeletonRows count={12} />
        ) : log.items.length === 0 ? (
          <EmptyState icon={ScrollText} title={m.audit.emptyTitle}>
            {m.audit.empty}
          </EmptyState>
        ) : (
          <ActionTable actions={log.items} onOpen={setOpen} />
        )}
        <LoadMore hasMore={log.hasMore} isLoading={log.isLoadingMore} onLoad={log.loadMore} />
      </Sheet>
      {open && <ActionDialog action={open} onClose={() => setOpen(undefined)} />}
    </Page>
  );
}

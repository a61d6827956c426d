import { Link } from "@tanstack/react-router";
import { Plus, Users } from "lucide-react";
import { useState } from "react";

import { api, takePage } from "../../api/client";
import { stated, useList } from "../../api/useList";
import { m } from "../../messages";
import { useMe } from "../../session/useMe";
import { Page } from "../../shell/Page";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { SearchField } from "../../ui/fields";
import { LoadMore } from "../../ui/LoadMore";
import { Problem } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { SkeletonRows } from "../../ui/Skeleton";
import { Sheet, Table, Td, Th } from "../../ui/Table";
import { useSettled } from "../../ui/useSettled";
import { useConnectionLabel } from "../queries";
import { MakeGroupDialog } from "./MakeGroupDialog";

/** The groups of the directories, and those made here. */
export function GroupsPage() {
  const me = useMe();
  const connectionLabel = useConnectionLabel();
  const [search, setSearch] = useState("");
  const [making, setMaking] = useState(false);
  const settled = useSettled(search);
  const groups = useList(["groups", settled], (cursor) =>
    takePage(api.GET("/api/rest/v1/groups", { params: { query: stated({ search: settled, cursor }) } })),
  );
  return (
    <Page>
      <PageHeader
        title={m.groups.title}
        lead={m.groups.lead}
        actions={
          me.administers && (
            <Button look="primary" onPress={() => setMaking(true)}>
              <Plus aria-hidden className="size-4" />
              {m.groups.add}
            </Button>
          )
        }
      />
      <SearchField label={m.groups.search} value={search} onChange={setSearch} className="pb-3 sm:max-w-80" />
      <Problem error={groups.error} className="mb-3" />
      <Sheet>
        {groups.isPending ? (
          <SkeletonRows />
        ) : groups.items.length === 0 ? (
          <EmptyState icon={Users} title={settled ? m.people.noMatchTitle : m.groups.emptyTitle}>
            {settled ? m.groups.noMatch : m.groups.empty}
          </EmptyState>
        ) : (
          <Table
            label={m.groups.title}
            head={
              <>
                <Th>{m.groups.name}</Th>
                <Th>{m.groups.origin}</Th>
              </>
            }
          >
            {groups.items.map((group) => (
              <tr key={group.id} className="relative hover:bg-hover">
                <Td>
                  <Link
                    to="/admin/groups/$id"
                    params={{ id: String(group.id) }}
                    className="font-medium after:absolute after:inset-0 hover:text-accent"
                  >
                    {group.name}
                  </Link>
                </Td>
                <Td className="text-muted">{connectionLabel(group.sso_strategy_id) ?? m.groups.here}</Td>
              </tr>
            ))}
          </Table>
        )}
        <LoadMore hasMore={groups.hasMore} isLoading={groups.isLoadingMore} onLoad={groups.loadMore} />
      </Sheet>
      {making && <MakeGroupDialog onClose={() => setMaking(false)} />}
    </Page>
  );
}

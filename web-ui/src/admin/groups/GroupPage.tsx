import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useState } from "react";

import { api, take } from "../../api/client";
import type { Group } from "../../api/types";
import { m } from "../../messages";
import { useMe } from "../../session/useMe";
import { Page } from "../../shell/Page";
import { BackLink } from "../../ui/BackLink";
import { Button } from "../../ui/Button";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Notice, Problem } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { SkeletonRows } from "../../ui/Skeleton";
import { tell } from "../../ui/toast";
import { useConnectionLabel } from "../queries";
import { GroupGrants } from "./GroupGrants";
import { Members } from "./Members";

/** A group: who is in it and why, and which folders it has. */
export function GroupPage({ id }: { id: number }) {
  const me = useMe();
  const connectionLabel = useConnectionLabel();
  const { data: group, error } = useQuery({
    queryKey: ["groups", id],
    queryFn: () => take(api.GET("/api/rest/v1/groups/{id}", { params: { path: { id } } })),
  });
  return (
    <Page>
      <BackLink to="/admin/groups" label={m.groups.back} />
      <Problem error={error} />
      {!group && !error && <SkeletonRows />}
      {group && (
        <>
          <PageHeader
            title={group.name}
            lead={connectionLabel(group.sso_strategy_id) ?? m.groups.here}
            actions={me.administers && <DeleteGroup group={group} />}
          />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-4">
              <Members group={group} readOnly={!me.administers} />
              {group.sso_strategy_id != null && <Notice>{m.groups.fromDirectory}</Notice>}
            </div>
            <GroupGrants groupId={group.id} />
          </div>
        </>
      )}
    </Page>
  );
}

function DeleteGroup({ group }: { group: Group }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    await take(api.DELETE("/api/rest/v1/groups/{id}", { params: { path: { id: group.id } } }));
    await client.invalidateQueries({ queryKey: ["groups"], refetchType: "none" });
    tell(m.groups.deleted(group.name));
    await navigate({ to: "/admin/groups" });
  };
  return (
    <>
      <Button look="danger" onPress={() => setAsking(true)}>
        <Trash2 aria-hidden className="size-4" />
        {m.groups.delete}
      </Button>
      {asking && (
        <ConfirmDialog
          title={m.groups.deleteTitle(group.name)}
          action={m.groups.delete}
          onConfirm={remove}
          onClose={() => setAsking(false)}
        >
          {m.groups.deleteText}
        </ConfirmDialog>
      )}
    </>
  );
}

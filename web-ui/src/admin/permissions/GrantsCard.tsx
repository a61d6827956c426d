import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FolderKey, Plus } from "lucide-react";
import { useState } from "react";

import { api, take } from "../../api/client";
import type { Behavior, Permission } from "../../api/types";
import { isWithin } from "../../files/paths";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { EmptyState } from "../../ui/EmptyState";
import { Problem } from "../../ui/Notice";
import { SkeletonRows } from "../../ui/Skeleton";
import { tell } from "../../ui/toast";
import { grantsQuery } from "../queries";
import { AddGrantDialog } from "./AddGrantDialog";
import { fencesQuery, refreshAccess } from "./fences";
import { GrantsTable } from "./GrantsTable";
import { folderLabel } from "./reasons";
import { subjectName } from "./subject";

interface GrantsCardProps {
  path: string;
  readOnly: boolean;
}

/** The grants that stand on a folder, and those from above that come down to it or are stopped. */
export function GrantsCard({ path, readOnly }: GrantsCardProps) {
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Permission>();
  const grants = useQuery(grantsQuery({ path }));
  const fences = useQuery(fencesQuery).data ?? [];
  const rows = (grants.data ?? [])
    .map((grant) => ({ grant, stopped: isStopped(grant, path, fences) }))
    .sort((a, b) => b.grant.path.length - a.grant.path.length);
  const remove = async (grant: Permission) => {
    await take(api.DELETE("/api/rest/v1/permissions/{id}", { params: { path: { id: grant.id } } }));
    await refreshAccess(client);
    tell(m.permissions.takenAway);
  };
  return (
    <Card
      title={m.permissions.grants}
      flush
      action={
        !readOnly && (
          <Button look="primary" onPress={() => setAdding(true)}>
            <Plus aria-hidden className="size-4" />
            {m.permissions.add}
          </Button>
        )
      }
    >
      <Problem error={grants.error} className="m-4" />
      {grants.isPending && <SkeletonRows count={3} />}
      {grants.data && rows.length === 0 && (
        <EmptyState icon={FolderKey} title={m.permissions.none}>
          {m.permissions.noneText}
        </EmptyState>
      )}
      {rows.length > 0 && <GrantsTable rows={rows} path={path} readOnly={readOnly} onRemove={setLeaving} />}
      {adding && <AddGrantDialog path={path} onClose={() => setAdding(false)} />}
      {leaving && (
        <ConfirmDialog
          title={m.permissions.takeAwayTitle(m.words.level[leaving.permission], subjectName(leaving))}
          action={m.permissions.takeAway}
          onConfirm={() => remove(leaving)}
          onClose={() => setLeaving(undefined)}
        >
          {m.permissions.takeAwayText(folderLabel(leaving.path))}
        </ConfirmDialog>
      )}
    </Card>
  );
}

/** Whether a grant from above ends before this folder: for the eye alone, the server decides. */
function isStopped(grant: Permission, path: string, fences: Behavior[]): boolean {
  return fences.some(
    (fence) =>
      fence.path !== grant.path &&
      isWithin(fence.path, grant.path) &&
      isWithin(path, fence.path) &&
      (fence.value.fenced_permissions === "all" || grant.permission !== "admin"),
  );
}

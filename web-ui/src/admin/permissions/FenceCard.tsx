import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Fence } from "lucide-react";
import { useState } from "react";

import { api, take } from "../../api/client";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Problem } from "../../ui/Notice";
import { Sheet } from "../../ui/Table";
import { tell } from "../../ui/toast";
import { FenceDialog } from "./FenceDialog";
import { fencesQuery, refreshAccess } from "./fences";
import { folderLabel } from "./reasons";

interface FenceCardProps {
  path: string;
  readOnly: boolean;
}

/** Whether a fence stands on the folder, what it stops, and the way to set or remove it. */
export function FenceCard({ path, readOnly }: FenceCardProps) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<"set" | "remove">();
  const fences = useQuery(fencesQuery);
  const fence = fences.data?.find((candidate) => candidate.path === path);
  const kind = fence?.value.fenced_permissions;
  const text =
    path === ""
      ? m.permissions.fenceTop
      : kind === "all"
        ? m.permissions.fenceAll
        : kind
          ? m.permissions.fenceAllExceptAdmin
          : m.permissions.fenceNone;
  const remove = async () => {
    if (fence) await take(api.DELETE("/api/rest/v1/behaviors/{id}", { params: { path: { id: fence.id } } }));
    await refreshAccess(client);
    tell(m.permissions.fenceGone);
  };
  return (
    <Sheet className={classes(fence && "!border-fence !border-dashed")}>
      <section aria-label={m.permissions.fence} className="flex flex-wrap items-center gap-3 px-4 py-3">
        <Fence aria-hidden className={classes("size-5", fence ? "text-fence" : "text-muted")} />
        <p className={classes("min-w-48 flex-1 text-pretty", !fence && "text-muted")}>{text}</p>
        <Problem error={fences.error} />
        {!readOnly && path !== "" && (
          <div className="flex gap-2">
            <Button onPress={() => setAsking("set")}>
              {fence ? m.permissions.fenceChange : m.permissions.fenceSet}
            </Button>
            {fence && (
              <Button look="danger" onPress={() => setAsking("remove")}>
                {m.permissions.fenceRemove}
              </Button>
            )}
          </div>
        )}
      </section>
      {asking === "set" && <FenceDialog path={path} fence={fence} onClose={() => setAsking(undefined)} />}
      {asking === "remove" && (
        <ConfirmDialog
          title={m.permissions.fenceRemoveTitle(folderLabel(path))}
          action={m.permissions.fenceRemove}
          onConfirm={remove}
          onClose={() => setAsking(undefined)}
        >
          {m.permissions.fenceRemoveText}
        </ConfirmDialog>
      )}
    </Sheet>
  );
}

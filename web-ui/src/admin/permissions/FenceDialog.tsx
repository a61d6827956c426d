import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, take } from "../../api/client";
import type { Behavior, FencedPermissions } from "../../api/types";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Dialog, DialogButtons } from "../../ui/Dialog";
import { Notice, Problem } from "../../ui/Notice";
import { RadioList } from "../../ui/RadioList";
import { tell } from "../../ui/toast";
import { refreshAccess } from "./fences";
import { folderLabel } from "./reasons";

interface FenceDialogProps {
  path: string;
  /** The fence that stands there, where one does. */
  fence: Behavior | undefined;
  onClose: () => void;
}

const kinds = (["all_except_admin", "all"] as const).map((id) => ({
  id,
  label: m.permissions.fenceKinds[id],
  detail: m.permissions.fenceKindDetail[id],
}));

/** Sets a fence, or changes what it stops. */
export function FenceDialog({ path, fence, onClose }: FenceDialogProps) {
  const client = useQueryClient();
  const [kind, setKind] = useState<FencedPermissions>(fence?.value.fenced_permissions ?? "all_except_admin");
  const set = useMutation({
    mutationFn: () => {
      const value = { fenced_permissions: kind };
      return fence
        ? take(
            api.PATCH("/api/rest/v1/behaviors/{id}", { params: { path: { id: fence.id } }, body: { value } }),
          )
        : take(api.POST("/api/rest/v1/behaviors", { body: { path, behavior: "permission_fence", value } }));
    },
    onSuccess: async () => {
      await refreshAccess(client);
      tell(m.permissions.fenceDone);
      onClose();
    },
  });
  return (
    <Dialog title={m.permissions.fenceSetTitle(folderLabel(path))} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <RadioList label={m.permissions.fence} choices={kinds} value={kind} onChange={setKind} />
        <Notice kind="caution">{m.permissions.fenceWarning}</Notice>
        <Problem error={set.error} />
      </div>
      <DialogButtons>
        <Button onPress={onClose}>{m.common.cancel}</Button>
        <Button look="primary" isPending={set.isPending} onPress={() => set.mutate()}>
          {m.permissions.fenceSet}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

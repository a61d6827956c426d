import { useQuery } from "@tanstack/react-query";

import { api, take } from "../../api/client";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Dialog, DialogButtons } from "../../ui/Dialog";
import { Problem } from "../../ui/Notice";
import { SkeletonRows } from "../../ui/Skeleton";
import { ScimLogDetail } from "../scim-log/ScimLogDetail";

/** A request of the SCIM log, with both bodies. */
export function RequestDialog({ id, onClose }: { id: number; onClose: () => void }) {
  const request = useQuery({
    queryKey: ["scim-log", "entry", id],
    queryFn: () => take(api.GET("/api/rest/v1/scim_logs/{id}", { params: { path: { id } } })),
  });
  return (
    <Dialog title={m.why.requestTitle(id)} isOpen onClose={onClose} width="wide">
      <Problem error={request.error} />
      {request.isPending && <SkeletonRows count={4} />}
      {request.data && <ScimLogDetail entry={request.data} />}
      <DialogButtons>
        <Button look="primary" onPress={onClose}>
          {m.common.close}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

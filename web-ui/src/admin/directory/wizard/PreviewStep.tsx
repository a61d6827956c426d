import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api, take } from "../../../api/client";
import type { SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Button } from "../../../ui/Button";
import { Card } from "../../../ui/Card";
import { formatCount } from "../../../ui/format";
import { Notice, Problem } from "../../../ui/Notice";
import { Checks } from "../Checks";
import { Guide } from "./Guide";
import { LatestRequests } from "./LatestRequests";
import { Preview } from "./Preview";

const words = m.wizard.preview;

/** What the directory would make, before anything is made. */
export function PreviewStep({ connection }: { connection: SsoStrategy }) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Guide connection={connection} step="assignment" />
      <div className="flex min-w-0 flex-col gap-4">
        <Card title={m.wizard.here} lead={connection.preview ? words.lead : undefined}>
          {connection.preview ? <Preview connection={connection} /> : <Live connection={connection} />}
        </Card>
        <Card title={m.wizard.seen}>
          <div className="flex flex-col gap-4">
            <Checks connectionId={connection.id} names={["scim_token", "scim_requests"]} />
            <LatestRequests connectionId={connection.id} />
          </div>
        </Card>
      </div>
    </div>
  );
}

/** The connection does what is pushed; as long as nobody was made by it, one can go back to looking first. */
function Live({ connection }: { connection: SsoStrategy }) {
  const client = useQueryClient();
  const begin = useMutation({
    mutationFn: () =>
      take(api.POST("/api/v1/directory/{id}/preview", { params: { path: { id: connection.id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["connections"] }),
  });
  if (connection.user_count > 0) {
    return <Notice title={words.isLive}>{words.live(formatCount(connection.user_count))}</Notice>;
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-soft">{words.notPreviewing}</p>
      <Problem error={begin.error} />
      <Button onPress={() => begin.mutate()} isPending={begin.isPending}>
        {words.begin}
      </Button>
    </div>
  );
}

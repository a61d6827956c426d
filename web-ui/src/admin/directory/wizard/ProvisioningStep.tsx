import { useMutation } from "@tanstack/react-query";

import type { SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Toggle } from "../../../ui/fields";
import { Notice, Problem } from "../../../ui/Notice";
import { Checks } from "../Checks";
import { useChangeConnection } from "../useChangeConnection";
import { Guide } from "./Guide";
import { LatestRequests } from "./LatestRequests";
import { TokenMaker } from "./TokenMaker";

const words = m.wizard.provisioning;

/** The base URL and the token to paste there, and the requests that come in because of it. */
export function ProvisioningStep({ connection }: { connection: SsoStrategy }) {
  const change = useChangeConnection(connection.id);
  const set = useMutation({ mutationFn: (scim_enabled: boolean) => change({ scim_enabled }) });
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      {connection.scim_enabled && <Guide connection={connection} step="provisioning" />}
      <div className="flex min-w-0 flex-col gap-4">
        <Card title={m.wizard.here}>
          <div className="flex flex-col gap-4">
            <Toggle
              isSelected={connection.scim_enabled}
              onChange={(on) => set.mutate(on)}
              isDisabled={set.isPending}
              help={words.scimHelp}
            >
              {words.scim}
            </Toggle>
            <Problem error={set.error} />
            {connection.scim_enabled ? (
              <TokenMaker connection={connection} />
            ) : (
              <Notice kind="caution">{words.without}</Notice>
            )}
          </div>
        </Card>
        <Card title={m.wizard.seen}>
          <div className="flex flex-col gap-4">
            <Checks connectionId={connection.id} names={["scim_token", "scim_requests", "rules"]} />
            {connection.scim_enabled && <LatestRequests connectionId={connection.id} />}
          </div>
        </Card>
      </div>
    </div>
  );
}

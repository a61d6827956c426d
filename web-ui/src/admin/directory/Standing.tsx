import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed } from "lucide-react";

import type { SsoStrategy } from "../../api/types";
import { m } from "../../messages";
import { Card } from "../../ui/Card";
import { Time } from "../../ui/Time";
import { tokensQuery } from "./tokens";

/** What the connection has shown to work so far. */
export function Standing({ connection }: { connection: SsoStrategy }) {
  const tokens = useQuery({ ...tokensQuery(connection.id), refetchInterval: 5000 });
  const lastUse = tokens.data
    ?.map((token) => token.last_used_at)
    .filter((at) => at != null)
    .sort()
    .at(-1);
  const metadata = connection.saml_provider_cert_fingerprints.length > 0;
  const scim = connection.scim_enabled;
  return (
    <Card title={m.directory.check}>
      <ul className="flex flex-col gap-3">
        <Step done={metadata}>{metadata ? m.directory.checkMetadata : m.directory.checkNoMetadata}</Step>
        <Step done={scim && lastUse != null}>
          {!scim
            ? m.directory.checkScimOff
            : lastUse
              ? m.directory.checkScimUsed
              : m.directory.checkScimUnused}
          {lastUse && (
            <span className="block text-xs text-muted">
              {m.directory.tokens.lastUse}: <Time at={lastUse} />
            </span>
          )}
        </Step>
      </ul>
    </Card>
  );
}

function Step({ done, children }: { done: boolean; children: React.ReactNode }) {
  const Icon = done ? CircleCheck : CircleDashed;
  return (
    <li className="flex items-start gap-2.5">
      <Icon
        aria-hidden
        className={done ? "mt-0.5 size-4 shrink-0 text-good" : "mt-0.5 size-4 shrink-0 text-fence"}
      />
      <span>{children}</span>
    </li>
  );
}

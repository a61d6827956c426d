import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, take } from "../../../api/client";
import type { SamlCertificate, SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Badge } from "../../../ui/Badge";
import { Button } from "../../../ui/Button";
import { Fact, Facts } from "../../../ui/Facts";
import { Notice, Problem } from "../../../ui/Notice";
import { Time } from "../../../ui/Time";
import { tell } from "../../../ui/toast";

const words = m.saml;

/** What is known of the directory's side: who it is, where people are sent, and which certificates count. */
export function ProviderFacts({ connection, readOnly }: { connection: SsoStrategy; readOnly: boolean }) {
  return (
    <div className="flex flex-col gap-4">
      <Facts>
        <Fact label={words.issuer}>
          <Address>{connection.saml_provider_issuer_url}</Address>
        </Fact>
        <Fact label={words.signInUrl}>
          <Address>{connection.saml_provider_sso_target_url}</Address>
        </Fact>
        <Fact label={words.signOutUrl}>
          {connection.saml_provider_slo_target_url ? (
            <Address>{connection.saml_provider_slo_target_url}</Address>
          ) : (
            <span className="text-muted">{words.noSignOutUrl}</span>
          )}
        </Fact>
        <Fact label={words.certificates}>
          {connection.saml.certificates.length === 0 && words.noCertificates}
          <ul className="flex flex-col gap-2.5">
            {connection.saml.certificates.map((certificate) => (
              <Certificate key={certificate.fingerprint} certificate={certificate} />
            ))}
          </ul>
        </Fact>
      </Facts>
      {connection.saml_provider_metadata_url && <Refresh connection={connection} readOnly={readOnly} />}
    </div>
  );
}

function Address({ children }: { children: string | null | undefined }) {
  return <span className="font-mono text-xs break-all">{children}</span>;
}

const SOON = 30 * 24 * 3600 * 1000;

function Certificate({ certificate }: { certificate: SamlCertificate }) {
  const [now] = useState(() => Date.now());
  const left = Date.parse(certificate.not_after) - now;
  return (
    <li>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="font-medium break-words">{certificate.subject || words.certificates}</span>
        <span className="text-muted">
          {words.validUntil} <Time at={certificate.not_after} />
        </span>
        {left < 0 ? (
          <Badge tone="fence">{words.expired}</Badge>
        ) : (
          left < SOON && <Badge tone="fence">{words.expiresSoon}</Badge>
        )}
      </span>
      <span className="block font-mono text-xs break-all text-muted">{certificate.fingerprint}</span>
    </li>
  );
}

function Refresh({ connection, readOnly }: { connection: SsoStrategy; readOnly: boolean }) {
  const client = useQueryClient();
  const refresh = useMutation({
    mutationFn: () =>
      take(
        api.POST("/api/rest/v1/sso_strategies/{id}/metadata_refresh", {
          params: { path: { id: connection.id } },
        }),
      ),
    onSuccess: async (fresh) => {
      await client.invalidateQueries({ queryKey: ["connections"] });
      if (!fresh.saml.metadata_refresh?.error) tell(words.metadata.refreshed);
    },
  });
  const state = connection.saml.metadata_refresh;
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      <Facts>
        <Fact label={words.metadata.address}>
          <Address>{connection.saml_provider_metadata_url}</Address>
        </Fact>
        <Fact label={words.metadata.fetched}>
          {state?.fetched_at ? <Time at={state.fetched_at} /> : words.metadata.never}
        </Fact>
        {state && (
          <Fact label={words.metadata.next}>
            <Time at={state.next_at} />
          </Fact>
        )}
      </Facts>
      {state?.error && (
        <Notice kind="caution" title={words.metadata.failing(state.failures)}>
          {state.error}
        </Notice>
      )}
      <Problem error={refresh.error} />
      {!readOnly && (
        <div>
          <Button size="small" onPress={() => refresh.mutate()} isPending={refresh.isPending}>
            {words.metadata.refresh}
          </Button>
        </div>
      )}
    </div>
  );
}

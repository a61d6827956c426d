import { useState } from "react";

import type { SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Button } from "../../../ui/Button";
import { Card } from "../../../ui/Card";
import { MetadataForm } from "./MetadataForm";
import { ProviderFacts } from "./ProviderFacts";

interface ProviderCardProps {
  connection: SsoStrategy;
  readOnly: boolean;
}

/** The directory's side of the sign-in, and the form that changes it. */
export function ProviderCard({ connection, readOnly }: ProviderCardProps) {
  const [changing, setChanging] = useState(false);
  const isKnown = connection.saml_provider_issuer_url != null;
  const shows = changing || (!isKnown && !readOnly);
  return (
    <Card
      title={m.saml.provider}
      lead={m.saml.providerLead}
      action={
        isKnown &&
        !readOnly && (
          <Button size="small" onPress={() => setChanging(!changing)}>
            {changing ? m.common.cancel : m.saml.change}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-5">
        {isKnown && <ProviderFacts connection={connection} readOnly={readOnly} />}
        {!isKnown && <p className="text-muted">{m.saml.providerMissing}</p>}
        {shows && (
          <div className={isKnown ? "border-t border-line pt-4" : ""}>
            <MetadataForm connection={connection} onDone={() => setChanging(false)} />
          </div>
        )}
      </div>
    </Card>
  );
}

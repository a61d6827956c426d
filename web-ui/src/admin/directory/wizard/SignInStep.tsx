import { useState } from "react";

import type { SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Button } from "../../../ui/Button";
import { Card } from "../../../ui/Card";
import { CopyField } from "../../../ui/CopyField";
import { AttemptsCard } from "../attempts/AttemptsCard";
import { Checks } from "../Checks";
import { MetadataForm } from "../saml/MetadataForm";
import { ProviderFacts } from "../saml/ProviderFacts";
import { Guide } from "./Guide";

/** Values to paste there, metadata to give here, and a sign-in to try. */
export function SignInStep({ connection }: { connection: SsoStrategy }) {
  const [changing, setChanging] = useState(false);
  const isKnown = connection.saml.certificates.length > 0;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Guide connection={connection} step="sign_in" />
      <div className="flex min-w-0 flex-col gap-4">
        <Card
          title={m.wizard.here}
          lead={isKnown ? m.wizard.signIn.known : m.wizard.signIn.here}
          action={
            isKnown && (
              <Button size="small" onPress={() => setChanging(!changing)}>
                {changing ? m.common.cancel : m.saml.change}
              </Button>
            )
          }
        >
          {isKnown && !changing ? (
            <ProviderFacts connection={connection} readOnly={false} />
          ) : (
            <MetadataForm connection={connection} onDone={() => setChanging(false)} />
          )}
        </Card>
        <Card title={m.wizard.seen}>
          <div className="flex flex-col gap-4">
            <Checks connectionId={connection.id} names={["saml", "certificates"]} />
            {isKnown && (
              <section className="flex flex-col gap-2 border-t border-line pt-4">
                <h3 className="font-medium">{m.wizard.signIn.tryTitle}</h3>
                <p className="text-pretty text-soft">{m.wizard.signIn.tryText}</p>
                <CopyField
                  label={m.wizard.signIn.tryLabel}
                  value={`${window.location.origin}/saml/login/${connection.id}`}
                />
              </section>
            )}
          </div>
        </Card>
        {isKnown && <AttemptsCard connectionId={connection.id} />}
      </div>
    </div>
  );
}

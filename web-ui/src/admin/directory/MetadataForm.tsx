import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";

import type { SsoStrategy } from "../../api/types";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Fact, Facts } from "../../ui/Facts";
import { TextField } from "../../ui/fields";
import { Problem } from "../../ui/Notice";
import { tell } from "../../ui/toast";
import { useChangeConnection } from "./useChangeConnection";

interface MetadataFormProps {
  connection: SsoStrategy;
  readOnly: boolean;
}

/** Takes the identity provider's metadata, and shows what is trusted because of it. */
export function MetadataForm({ connection, readOnly }: MetadataFormProps) {
  const [xml, setXml] = useState("");
  const change = useChangeConnection(connection.id);
  const read = useMutation({
    mutationFn: () => change({ saml_provider_metadata_content: xml.trim() }),
    onSuccess: () => {
      setXml("");
      tell(m.directory.metadataRead);
    },
  });
  return (
    <div className="flex flex-col gap-5">
      {connection.saml_provider_issuer_url && <Trusted connection={connection} />}
      {!readOnly && (
        <Form
          className="flex flex-col items-start gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            read.mutate();
          }}
        >
          <div className="w-full">
            <TextField
              label={m.directory.metadata}
              value={xml}
              onChange={setXml}
              rows={5}
              mono
              placeholder="<md:EntityDescriptor …"
              isRequired
            />
          </div>
          <Problem error={read.error} />
          <Button type="submit" isPending={read.isPending}>
            {m.directory.metadataSave}
          </Button>
        </Form>
      )}
    </div>
  );
}

function Trusted({ connection }: { connection: SsoStrategy }) {
  return (
    <section aria-label={m.directory.trusted}>
      <h3 className="pb-2 font-medium">{m.directory.trusted}</h3>
      <Facts>
        <Fact label={m.directory.issuer}>
          <span className="font-mono text-xs break-all">{connection.saml_provider_issuer_url}</span>
        </Fact>
        <Fact label={m.directory.signInUrl}>
          <span className="font-mono text-xs break-all">{connection.saml_provider_sso_target_url}</span>
        </Fact>
        <Fact label={m.directory.certificates}>
          {connection.saml_provider_cert_fingerprints.map((fingerprint) => (
            <span key={fingerprint} className="block font-mono text-xs break-all">
              {fingerprint}
            </span>
          ))}
        </Fact>
      </Facts>
    </section>
  );
}

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";

import type { SsoStrategy, SsoStrategyChange } from "../../../api/types";
import { m } from "../../../messages";
import { Button } from "../../../ui/Button";
import { TextField } from "../../../ui/fields";
import { Problem } from "../../../ui/Notice";
import { Segments } from "../../../ui/Segments";
import { tell } from "../../../ui/toast";
import { useChangeConnection } from "../useChangeConnection";

const words = m.saml.metadata;
type Way = keyof typeof words.ways;
const ways = (Object.keys(words.ways) as Way[]).map((id) => ({ id, label: words.ways[id] }));

interface MetadataFormProps {
  connection: SsoStrategy;
  onDone?: () => void;
}

/** Takes what is to be known of the directory's side: by the address of its metadata, by the document, or value by value. */
export function MetadataForm({ connection, onDone }: MetadataFormProps) {
  const [way, setWay] = useState<Way>(() => usualWay(connection));
  const [fields, setFields] = useState<SsoStrategyChange>(() => ({
    saml_provider_metadata_url: connection.saml_provider_metadata_url ?? "",
    saml_provider_metadata_content: "",
    saml_provider_issuer_url: connection.saml_provider_issuer_url ?? "",
    saml_provider_sso_target_url: connection.saml_provider_sso_target_url ?? "",
    saml_provider_slo_target_url: connection.saml_provider_slo_target_url ?? "",
    saml_provider_certificate: "",
  }));
  const change = useChangeConnection(connection.id);
  const save = useMutation({
    mutationFn: () => change(ofWay(way, fields)),
    onSuccess: () => {
      setFields((known) => ({
        ...known,
        saml_provider_metadata_content: "",
        saml_provider_certificate: "",
      }));
      tell(words.done);
      onDone?.();
    },
  });
  const field = (name: keyof SsoStrategyChange) => ({
    value: String(fields[name] ?? ""),
    onChange: (text: string) => setFields({ ...fields, [name]: text }),
  });
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Segments label={words.label} choices={ways} value={way} onChange={setWay} />
      {way === "url" && (
        <TextField
          label={words.url}
          help={words.urlHelp}
          placeholder="https://"
          mono
          isRequired
          {...field("saml_provider_metadata_url")}
        />
      )}
      {way === "xml" && (
        <TextField
          label={words.xml}
          help={words.xmlHelp}
          placeholder="<md:EntityDescriptor …"
          rows={5}
          mono
          isRequired
          {...field("saml_provider_metadata_content")}
        />
      )}
      {way === "hand" && (
        <>
          <TextField label={m.saml.issuer} mono isRequired {...field("saml_provider_issuer_url")} />
          <TextField label={m.saml.signInUrl} mono isRequired {...field("saml_provider_sso_target_url")} />
          <TextField
            label={m.saml.signOutUrl}
            help={words.optional}
            mono
            {...field("saml_provider_slo_target_url")}
          />
          <TextField
            label={words.certificate}
            help={words.certificateHelp}
            placeholder="-----BEGIN CERTIFICATE-----"
            rows={4}
            mono
            isRequired={connection.saml.certificates.length === 0}
            {...field("saml_provider_certificate")}
          />
        </>
      )}
      <Problem error={save.error} />
      <div>
        <Button type="submit" look="primary" isPending={save.isPending}>
          {words.submit[way]}
        </Button>
      </div>
    </Form>
  );
}

/** What the directory's console gives most readily. */
function usualWay({ provider, saml_provider_metadata_url }: SsoStrategy): Way {
  return saml_provider_metadata_url || provider === "okta" || provider === "entra" ? "url" : "xml";
}

function ofWay(way: Way, fields: SsoStrategyChange): SsoStrategyChange {
  if (way === "url") return { saml_provider_metadata_url: trimmed(fields.saml_provider_metadata_url) };
  if (way === "xml")
    return { saml_provider_metadata_content: trimmed(fields.saml_provider_metadata_content) };
  const certificate = trimmed(fields.saml_provider_certificate);
  return {
    saml_provider_metadata_url: "",
    saml_provider_issuer_url: trimmed(fields.saml_provider_issuer_url),
    saml_provider_sso_target_url: trimmed(fields.saml_provider_sso_target_url),
    saml_provider_slo_target_url: trimmed(fields.saml_provider_slo_target_url),
    ...(certificate ? { saml_provider_certificate: certificate } : {}),
  };
}

function trimmed(text: string | null | undefined): string {
  return (text ?? "").trim();
}

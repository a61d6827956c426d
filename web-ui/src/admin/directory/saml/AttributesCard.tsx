import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";

import { api, take } from "../../../api/client";
import type { Provider, SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Button } from "../../../ui/Button";
import { Card } from "../../../ui/Card";
import { SelectField, TextField } from "../../../ui/fields";
import { Problem } from "../../../ui/Notice";
import { tell } from "../../../ui/toast";
import { useChangeConnection } from "../useChangeConnection";

const words = m.saml.attributes;
type Name = keyof typeof words.fields;
const names = Object.keys(words.fields) as Name[];

type Fields = Record<Name, string>;

function fieldsOf(map: Record<string, string[]>): Fields {
  return Object.fromEntries(names.map((name) => [name, (map[name] ?? []).join(", ")])) as Fields;
}

function mapOf(fields: Fields): Record<string, string[]> {
  const lists = names.map((name) => [name, listOf(fields[name])] as const);
  return Object.fromEntries(lists.filter(([, list]) => list.length > 0));
}

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
}

interface AttributesCardProps {
  connection: SsoStrategy;
  readOnly: boolean;
}

/** Which attribute names of the directory stand for what; a product's usual ones can be filled in. */
export function AttributesCard({ connection, readOnly }: AttributesCardProps) {
  const [fields, setFields] = useState(() => fieldsOf(connection.attribute_map));
  const [preset, setPreset] = useState<Provider | "none">("none");
  const presets = useQuery({
    queryKey: ["attribute-presets"],
    queryFn: () => take(api.GET("/api/v1/directory/attribute_presets")),
    staleTime: Infinity,
  });
  const usual = presets.data?.find((candidate) => candidate.provider === "generic")?.attributes ?? {};
  const change = useChangeConnection(connection.id);
  const save = useMutation({
    mutationFn: () => change({ attribute_map: mapOf(fields) }),
    onSuccess: () => tell(m.directory.saved),
  });
  const fill = (provider: Provider | "none") => {
    setPreset(provider);
    const found = presets.data?.find((candidate) => candidate.provider === provider);
    if (found) setFields(fieldsOf(found.provider === "generic" ? {} : found.attributes));
  };
  return (
    <Card
      title={words.title}
      lead={words.lead}
      action={
        !readOnly && (
          <SelectField
            bare
            label={words.preset}
            choices={[
              { id: "none" as const, label: words.choosePreset },
              ...(presets.data ?? []).map(({ provider }) => ({
                id: provider,
                label: m.words.provider[provider],
              })),
            ]}
            value={preset}
            onChange={fill}
          />
        )
      }
    >
      <Form
        className="grid gap-4 md:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {names.map((name) => (
          <TextField
            key={name}
            label={words.fields[name]}
            value={fields[name]}
            onChange={(text) => setFields({ ...fields, [name]: text })}
            placeholder={(usual[name] ?? []).slice(0, 3).join(", ")}
            isReadOnly={readOnly}
            mono
          />
        ))}
        <p className="self-end pb-2 text-xs text-muted">{words.help}</p>
        <Problem error={save.error ?? presets.error} className="md:col-span-2" />
        {!readOnly && (
          <div className="md:col-span-2">
            <Button type="submit" look="primary" isPending={save.isPending}>
              {words.save}
            </Button>
          </div>
        )}
      </Form>
    </Card>
  );
}

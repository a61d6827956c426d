import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Form, Radio, RadioGroup } from "react-aria-components";

import { api, take } from "../../../api/client";
import type { Provider } from "../../../api/types";
import { m } from "../../../messages";
import { Page } from "../../../shell/Page";
import { BackLink } from "../../../ui/BackLink";
import { Button } from "../../../ui/Button";
import { Card } from "../../../ui/Card";
import { TextField } from "../../../ui/fields";
import { Problem } from "../../../ui/Notice";
import { PageHeader } from "../../../ui/PageHeader";
import { ProviderMark } from "../../../ui/ProviderMark";
import { Stepper } from "./Stepper";

const providers = Object.keys(m.words.provider) as Provider[];

/** The wizard's first step: which directory it is. The connection begins in preview, so that nothing is made by surprise. */
export function ChoosePage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [provider, setProvider] = useState<Provider>("jumpcloud");
  const [label, setLabel] = useState("");
  const suggested = provider === "generic" ? "" : m.words.provider[provider];
  const begin = useMutation({
    mutationFn: async () => {
      const scim_enabled = provider !== "google";
      const body = { provider, label: label.trim() || suggested, scim_enabled };
      const connection = await take(api.POST("/api/rest/v1/sso_strategies", { body }));
      if (scim_enabled)
        await take(api.POST("/api/v1/directory/{id}/preview", { params: { path: { id: connection.id } } }));
      return connection;
    },
    onSuccess: async (connection) => {
      await client.invalidateQueries({ queryKey: ["connections"] });
      await navigate({
        to: "/admin/directory/$id/setup",
        params: { id: String(connection.id) },
        search: { step: "sign-in" },
      });
    },
  });
  return (
    <Page>
      <BackLink to="/admin/directory" label={m.directory.back} />
      <PageHeader title={m.wizard.chooseTitle} lead={m.wizard.chooseLead} />
      <Stepper current="choose" />
      <Form
        className="flex max-w-3xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          begin.mutate();
        }}
      >
        <Card title={m.wizard.provider}>
          <ProviderChoice value={provider} onChange={setProvider} />
          <div className="max-w-md pt-5">
            <TextField
              label={m.directory.label}
              value={label}
              onChange={setLabel}
              placeholder={suggested}
              isRequired={!suggested}
            />
          </div>
        </Card>
        <Problem error={begin.error} />
        <div>
          <Button type="submit" look="primary" isPending={begin.isPending}>
            {m.wizard.begin}
          </Button>
        </div>
      </Form>
    </Page>
  );
}

function ProviderChoice({ value, onChange }: { value: Provider; onChange: (provider: Provider) => void }) {
  return (
    <RadioGroup
      aria-label={m.wizard.provider}
      value={value}
      onChange={(next) => onChange(next as Provider)}
      className="grid gap-2 sm:grid-cols-2"
    >
      {providers.map((provider) => (
        <Radio
          key={provider}
          value={provider}
          className="flex cursor-pointer items-center gap-3 rounded-lg border border-line px-3.5 py-3 hover:border-edge data-[selected]:border-accent data-[selected]:bg-accent-wash"
        >
          <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-accent-wash text-accent">
            <ProviderMark provider={provider} />
          </span>
          <span className="min-w-0">
            <span className="block font-medium">{m.words.provider[provider]}</span>
            <span className="block text-xs text-muted">{m.wizard.providerDetail[provider]}</span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

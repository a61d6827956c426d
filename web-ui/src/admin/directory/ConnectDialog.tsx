import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Form } from "react-aria-components";

import { api, take } from "../../api/client";
import type { Provider } from "../../api/types";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Dialog, DialogButtons } from "../../ui/Dialog";
import { TextField } from "../../ui/fields";
import { Problem } from "../../ui/Notice";
import { RadioList } from "../../ui/RadioList";
import { tell } from "../../ui/toast";

const providers = (Object.keys(m.words.provider) as Provider[]).map((id) => ({
  id,
  label: m.words.provider[id],
}));

/** Begins a connection: which directory it is, and what its button says. */
export function ConnectDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [provider, setProvider] = useState<Provider>("jumpcloud");
  const [label, setLabel] = useState("");
  const suggested = provider === "generic" ? "" : m.words.provider[provider];
  const make = useMutation({
    mutationFn: () =>
      take(api.POST("/api/rest/v1/sso_strategies", { body: { provider, label: label || suggested } })),
    onSuccess: async (connection) => {
      await client.invalidateQueries({ queryKey: ["connections"] });
      tell(m.directory.made(connection.label));
      await navigate({ to: "/admin/directory/$id", params: { id: String(connection.id) } });
    },
  });
  return (
    <Dialog title={m.directory.add} isOpen onClose={onClose}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <RadioList label={m.directory.addTitle} choices={providers} value={provider} onChange={setProvider} />
        <TextField
          label={m.directory.label}
          value={label}
          onChange={setLabel}
          placeholder={suggested}
          isRequired={!suggested}
        />
        <Problem error={make.error} />
        <DialogButtons>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button type="submit" look="primary" isPending={make.isPending}>
            {m.directory.add}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

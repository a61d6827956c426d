import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";

import { api, take } from "../api/client";
import type { ApiKey, PermissionSet } from "../api/types";
import { m } from "../messages";
import { Button } from "../ui/Button";
import { CopyField } from "../ui/CopyField";
import { Dialog, DialogButtons } from "../ui/Dialog";
import { SelectField, TextField } from "../ui/fields";
import { Notice, Problem } from "../ui/Notice";

const scopes = (["full", "files_only", "desktop_app"] as const).map((id) => ({
  id,
  label: m.account.scopes[id],
}));

/** Makes an API key, and shows it this once. */
export function MakeApiKeyDialog({ userId, onClose }: { userId: number; onClose: () => void }) {
  const [made, setMade] = useState<ApiKey>();
  return (
    <Dialog title={made ? m.account.shownOnceTitle : m.account.makeApiKey} isOpen onClose={onClose}>
      {made ? (
        <MadeKey apiKey={made} onClose={onClose} />
      ) : (
        <MakeForm userId={userId} onMade={setMade} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface MakeFormProps {
  userId: number;
  onMade: (key: ApiKey) => void;
  onClose: () => void;
}

function MakeForm({ userId, onMade, onClose }: MakeFormProps) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<PermissionSet>("full");
  const [path, setPath] = useState("");
  const [expiry, setExpiry] = useState("");
  const make = useMutation({
    mutationFn: () =>
      take(
        api.POST("/api/rest/v1/api_keys", {
          body: {
            user_id: userId,
            name,
            permission_set: scope,
            path: path.replace(/^\/+|\/+$/g, "") || null,
            expires_at: expiry ? `${expiry}T00:00:00Z` : null,
          },
        }),
      ),
    onSuccess: async (key) => {
      await client.invalidateQueries({ queryKey: ["api-keys", userId] });
      onMade(key);
    },
  });
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <TextField
        label={m.account.apiKeyName}
        value={name}
        onChange={setName}
        placeholder={m.account.apiKeyNamePlaceholder}
        isRequired
        autoFocus
      />
      <SelectField label={m.account.apiKeyScope} choices={scopes} value={scope} onChange={setScope} />
      <TextField label={m.account.apiKeyPath} value={path} onChange={setPath} mono />
      <TextField label={m.account.apiKeyExpiry} type="date" value={expiry} onChange={setExpiry} />
      <Problem error={make.error} />
      <DialogButtons>
        <Button onPress={onClose}>{m.common.cancel}</Button>
        <Button type="submit" look="primary" isPending={make.isPending}>
          {m.account.makeSubmit}
        </Button>
      </DialogButtons>
    </Form>
  );
}

function MadeKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <Notice kind="caution">{m.account.shownOnce}</Notice>
      <CopyField label={m.account.apiKey} value={apiKey.key ?? ""} />
      <CopyField label={m.account.protocolUser} value={apiKey.protocol_username} />
      <DialogButtons>
        <Button look="primary" onPress={onClose}>
          {m.common.done}
        </Button>
      </DialogButtons>
    </div>
  );
}

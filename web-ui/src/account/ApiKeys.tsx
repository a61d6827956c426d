import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, TerminalSquare, Trash2 } from "lucide-react";
import { useState } from "react";

import { api, take, takePage } from "../api/client";
import type { ApiKey } from "../api/types";
import { m } from "../messages";
import { Badge } from "../ui/Badge";
import { Button, IconButton } from "../ui/Button";
import { Card } from "../ui/Card";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { Problem } from "../ui/Notice";
import { SkeletonRows } from "../ui/Skeleton";
import { Time } from "../ui/Time";
import { tell } from "../ui/toast";
import { MakeApiKeyDialog } from "./MakeApiKeyDialog";

interface ApiKeysProps {
  userId: number;
  readOnly?: boolean;
}

/** The API keys of a person. */
export function ApiKeys({ userId, readOnly = false }: ApiKeysProps) {
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const [leaving, setLeaving] = useState<ApiKey>();
  const keys = useQuery({
    queryKey: ["api-keys", userId],
    queryFn: () => takePage(api.GET("/api/rest/v1/api_keys", { params: { query: { user_id: userId } } })),
  });
  const remove = async (key: ApiKey) => {
    await take(api.DELETE("/api/rest/v1/api_keys/{id}", { params: { path: { id: key.id } } }));
    await client.invalidateQueries({ queryKey: ["api-keys", userId] });
    tell(m.account.keyDeleted);
  };
  return (
    <Card
      title={m.account.apiKeys}
      lead={m.account.apiKeysLead}
      action={
        !readOnly && (
          <Button onPress={() => setMaking(true)}>
            <Plus aria-hidden className="size-4" />
            {m.account.makeApiKey}
          </Button>
        )
      }
    >
      <Problem error={keys.error} />
      {keys.isPending && <SkeletonRows count={2} />}
      {keys.data?.items.length === 0 && <p className="text-muted">{m.account.apiEmpty}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {keys.data?.items.map((key) => (
          <li key={key.id} className="flex items-start gap-3 py-3 first:pt-0 last:pb-0">
            <TerminalSquare aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
            <KeyFacts apiKey={key} />
            {!readOnly && (
              <IconButton size="small" label={m.account.deleteKey(key.name)} onPress={() => setLeaving(key)}>
                <Trash2 aria-hidden className="size-4" />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {making && <MakeApiKeyDialog userId={userId} onClose={() => setMaking(false)} />}
      {leaving && (
        <ConfirmDialog
          title={m.account.deleteKeyTitle(leaving.name)}
          action={m.files.delete}
          onConfirm={() => remove(leaving)}
          onClose={() => setLeaving(undefined)}
        >
          {m.account.deleteKeyText}
        </ConfirmDialog>
      )}
    </Card>
  );
}

function KeyFacts({ apiKey }: { apiKey: ApiKey }) {
  return (
    <div className="min-w-0 flex-1">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium break-words">{apiKey.name}</span>
        <Badge>{m.account.scopes[apiKey.permission_set]}</Badge>
        {apiKey.path && <Badge>/{apiKey.path}</Badge>}
      </p>
      <p className="font-mono text-xs break-all text-muted">
        {apiKey.hint}… · {apiKey.protocol_username}
      </p>
      <p className="text-xs text-muted">
        {m.account.added} <Time at={apiKey.created_at} /> · {m.account.lastUse}{" "}
        {apiKey.last_use_at ? <Time at={apiKey.last_use_at} /> : m.common.never.toLowerCase()}
        {apiKey.expires_at && (
          <>
            {" "}
            · {m.account.expires} <Time at={apiKey.expires_at} />
          </>
        )}
      </p>
    </div>
  );
}

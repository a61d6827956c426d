import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus, Trash2 } from "lucide-react";
import { useState } from "react";

import { api, take, takePage } from "../api/client";
import type { PublicKey } from "../api/types";
import { m } from "../messages";
import { Button, IconButton } from "../ui/Button";
import { Card } from "../ui/Card";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { Problem } from "../ui/Notice";
import { SkeletonRows } from "../ui/Skeleton";
import { Time } from "../ui/Time";
import { tell } from "../ui/toast";
import { AddSshKeyDialog } from "./AddSshKeyDialog";

interface SshKeysProps {
  userId: number;
  readOnly?: boolean;
}

/** The SSH keys of a person. */
export function SshKeys({ userId, readOnly = false }: SshKeysProps) {
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<PublicKey>();
  const keys = useQuery({
    queryKey: ["ssh-keys", userId],
    queryFn: () => takePage(api.GET("/api/rest/v1/public_keys", { params: { query: { user_id: userId } } })),
  });
  const remove = async (key: PublicKey) => {
    await take(api.DELETE("/api/rest/v1/public_keys/{id}", { params: { path: { id: key.id } } }));
    await client.invalidateQueries({ queryKey: ["ssh-keys", userId] });
    tell(m.account.keyDeleted);
  };
  return (
    <Card
      title={m.account.sshKeys}
      lead={m.account.sshKeysLead}
      action={
        !readOnly && (
          <Button onPress={() => setAdding(true)}>
            <Plus aria-hidden className="size-4" />
            {m.account.addSshKey}
          </Button>
        )
      }
    >
      <Problem error={keys.error} />
      {keys.isPending && <SkeletonRows count={2} />}
      {keys.data?.items.length === 0 && <p className="text-muted">{m.account.sshEmpty}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {keys.data?.items.map((key) => (
          <li key={key.id} className="flex items-start gap-3 py-3 first:pt-0 last:pb-0">
            <KeyRound aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
            <div className="min-w-0 flex-1">
              <p className="font-medium break-words">{key.title}</p>
              <p className="font-mono text-xs break-all text-muted">{key.fingerprint_sha256}</p>
              <p className="text-xs text-muted">
                {m.account.added} <Time at={key.created_at} /> · {m.account.lastUse}{" "}
                {key.last_login_at ? <Time at={key.last_login_at} /> : m.common.never.toLowerCase()}
              </p>
            </div>
            {!readOnly && (
              <IconButton size="small" label={m.account.deleteKey(key.title)} onPress={() => setLeaving(key)}>
                <Trash2 aria-hidden className="size-4" />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {adding && <AddSshKeyDialog userId={userId} onClose={() => setAdding(false)} />}
      {leaving && (
        <ConfirmDialog
          title={m.account.deleteKeyTitle(leaving.title)}
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

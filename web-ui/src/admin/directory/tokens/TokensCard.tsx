import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, take } from "../../../api/client";
import type { ScimToken, SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Button } from "../../../ui/Button";
import { Card } from "../../../ui/Card";
import { ConfirmDialog } from "../../../ui/ConfirmDialog";
import { Problem } from "../../../ui/Notice";
import { SkeletonRows } from "../../../ui/Skeleton";
import { tell } from "../../../ui/toast";
import { MakeTokenDialog } from "./MakeTokenDialog";
import { MoveExpiryDialog } from "./MoveExpiryDialog";
import { RotateTokenDialog } from "./RotateTokenDialog";
import { TokenRow } from "./TokenRow";
import { inUse, tokensQuery } from "./tokens";

interface TokensCardProps {
  connection: SsoStrategy;
  readOnly: boolean;
}

type Act = "rotate" | "move" | "revoke";

/** The tokens with which the directory proves itself; their last use shows when it has moved over. */
export function TokensCard({ connection, readOnly }: TokensCardProps) {
  const client = useQueryClient();
  const words = m.directory.tokens;
  const [now] = useState(() => Date.now());
  const [making, setMaking] = useState(false);
  const [dialog, setDialog] = useState<{ act: Act; token: ScimToken }>();
  const tokens = useQuery({ ...tokensQuery(connection.id), refetchInterval: 5000 });
  const close = () => setDialog(undefined);
  const revoke = async (token: ScimToken) => {
    await take(api.DELETE("/api/v1/scim_tokens/{id}", { params: { path: { id: token.id } } }));
    await client.invalidateQueries({ queryKey: ["scim-tokens"] });
    tell(words.revokedDone);
  };
  const used = inUse(tokens.data ?? []);
  return (
    <Card
      title={m.directory.tabs.tokens}
      lead={words.lead}
      flush
      action={
        !readOnly && (
          <Button look="primary" onPress={() => setMaking(true)}>
            {m.directory.makeToken}
          </Button>
        )
      }
    >
      <Problem error={tokens.error} className="m-4" />
      {tokens.isPending && <SkeletonRows count={2} />}
      {tokens.data?.length === 0 && <p className="p-4 text-muted">{words.empty}</p>}
      <ul aria-label={m.directory.tabs.tokens} className="divide-y divide-line">
        {tokens.data?.toReversed().map((token) => (
          <TokenRow
            key={token.id}
            token={token}
            tokens={tokens.data}
            isInUse={token.id === used?.id}
            now={now}
            onAct={readOnly ? undefined : (act) => setDialog({ act, token })}
          />
        ))}
      </ul>
      {making && <MakeTokenDialog connection={connection} onClose={() => setMaking(false)} />}
      {dialog?.act === "rotate" && <RotateTokenDialog token={dialog.token} onClose={close} />}
      {dialog?.act === "move" && <MoveExpiryDialog token={dialog.token} onClose={close} />}
      {dialog?.act === "revoke" && (
        <ConfirmDialog
          title={words.revokeTitle(dialog.token.label)}
          action={words.revoke}
          onConfirm={() => revoke(dialog.token)}
          onClose={close}
        >
          {dialog.token.id === used?.id ? words.revokeText : words.revokeUnusedText}
        </ConfirmDialog>
      )}
    </Card>
  );
}

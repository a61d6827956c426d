import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, take } from "../../api/client";
import type { ScimToken, SsoStrategy } from "../../api/types";
import { m } from "../../messages";
import { Badge, type Tone } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Problem } from "../../ui/Notice";
import { SkeletonRows } from "../../ui/Skeleton";
import { ActionsTh, Table, Td, Th } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { tell } from "../../ui/toast";
import { MakeTokenDialog } from "./MakeTokenDialog";
import { RotateTokenDialog } from "./RotateTokenDialog";
import { stateOf, tokensQuery, type TokenState } from "./tokens";

interface TokensCardProps {
  connection: SsoStrategy;
  readOnly: boolean;
}

/** The tokens with which the directory proves itself; their last use shows when it has moved over. */
export function TokensCard({ connection, readOnly }: TokensCardProps) {
  const client = useQueryClient();
  const [dialog, setDialog] = useState<{ kind: "make" } | { kind: "rotate" | "revoke"; token: ScimToken }>();
  const tokens = useQuery({ ...tokensQuery(connection.id), refetchInterval: 5000 });
  const close = () => setDialog(undefined);
  const revoke = async (token: ScimToken) => {
    await take(api.DELETE("/api/v1/scim_tokens/{id}", { params: { path: { id: token.id } } }));
    await client.invalidateQueries({ queryKey: ["scim-tokens"] });
    tell(m.directory.tokens.revokedDone);
  };
  return (
    <Card
      title={m.directory.tabs.tokens}
      lead={m.directory.tokens.lead}
      flush
      action={
        !readOnly && (
          <Button look="primary" onPress={() => setDialog({ kind: "make" })}>
            {m.directory.makeToken}
          </Button>
        )
      }
    >
      <Problem error={tokens.error} className="m-4" />
      {tokens.isPending && <SkeletonRows count={2} />}
      {tokens.data?.length === 0 && <p className="p-4 text-muted">{m.directory.tokens.empty}</p>}
      {tokens.data && tokens.data.length > 0 && (
        <TokenTable
          tokens={tokens.data}
          readOnly={readOnly}
          onRotate={(token) => setDialog({ kind: "rotate", token })}
          onRevoke={(token) => setDialog({ kind: "revoke", token })}
        />
      )}
      {dialog?.kind === "make" && <MakeTokenDialog connection={connection} onClose={close} />}
      {dialog?.kind === "rotate" && <RotateTokenDialog token={dialog.token} onClose={close} />}
      {dialog?.kind === "revoke" && (
        <ConfirmDialog
          title={m.directory.tokens.revokeTitle(dialog.token.label)}
          action={m.directory.tokens.revoke}
          onConfirm={() => revoke(dialog.token)}
          onClose={close}
        >
          {m.directory.tokens.revokeText}
        </ConfirmDialog>
      )}
    </Card>
  );
}

interface TokenTableProps {
  tokens: ScimToken[];
  readOnly: boolean;
  onRotate: (token: ScimToken) => void;
  onRevoke: (token: ScimToken) => void;
}

const tones: Record<TokenState, Tone> = {
  valid: "good",
  soon: "fence",
  expired: "neutral",
  revoked: "neutral",
};

function TokenTable({ tokens, readOnly, onRotate, onRevoke }: TokenTableProps) {
  const words = m.directory.tokens;
  const [now] = useState(() => Date.now());
  return (
    <Table
      label={m.directory.tabs.tokens}
      head={
        <>
          <Th>{words.name}</Th>
          <Th>{words.state}</Th>
          <Th>{words.lastUse}</Th>
          <Th>{words.expires}</Th>
          <ActionsTh label={m.common.actions} />
        </>
      }
    >
      {tokens.map((token) => {
        const state = stateOf(token, now);
        const works = state === "valid" || state === "soon";
        return (
          <tr key={token.id} className={works ? "" : "text-muted"}>
            <Td>
              <p className="font-medium">{token.label}</p>
              <p className="font-mono text-xs text-muted">{token.hint}…</p>
            </Td>
            <Td>
              <Badge tone={tones[state]}>{words[state]}</Badge>
            </Td>
            <Td>
              {token.last_used_at ? <Time at={token.last_used_at} /> : words.neverUsed}
              {token.last_used_ip && <p className="text-xs text-muted">{words.ipOf(token.last_used_ip)}</p>}
            </Td>
            <Td>
              <Time at={token.expires_at} />
            </Td>
            <Td className="text-right whitespace-nowrap">
              {!readOnly && works && (
                <span className="inline-flex gap-2">
                  <Button size="small" onPress={() => onRotate(token)}>
                    {words.rotate}
                  </Button>
                  <Button size="small" look="danger" onPress={() => onRevoke(token)}>
                    {words.revoke}
                  </Button>
                </span>
              )}
            </Td>
          </tr>
        );
      })}
    </Table>
  );
}

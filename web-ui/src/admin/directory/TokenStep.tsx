import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { SsoStrategy } from "../../api/types";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { MakeTokenDialog } from "./MakeTokenDialog";
import { stateOf, tokensQuery } from "./tokens";

interface TokenStepProps {
  connection: SsoStrategy;
  readOnly: boolean;
}

/** The token of the set-up: made here where none is valid. */
export function TokenStep({ connection, readOnly }: TokenStepProps) {
  const [making, setMaking] = useState(false);
  const [now] = useState(() => Date.now());
  const tokens = useQuery(tokensQuery(connection.id));
  const valid = tokens.data?.filter((token) => ["valid", "soon"].includes(stateOf(token, now))) ?? [];
  return (
    <div className="flex flex-col items-start gap-3">
      <span className="text-[0.8125rem] font-medium text-soft">{m.directory.token}</span>
      {tokens.data && valid.length === 0 && <Notice kind="caution">{m.directory.tokenNeeded}</Notice>}
      {valid.map((token) => (
        <p key={token.id} className="font-mono text-[0.8125rem]">
          {token.hint}… <span className="font-sans text-muted">{token.label}</span>
        </p>
      ))}
      {!readOnly && (
        <Button look={valid.length === 0 ? "primary" : "plain"} onPress={() => setMaking(true)}>
          {m.directory.makeToken}
        </Button>
      )}
      {making && <MakeTokenDialog connection={connection} onClose={() => setMaking(false)} />}
    </div>
  );
}

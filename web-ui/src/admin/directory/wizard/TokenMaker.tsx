import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, take } from "../../../api/client";
import type { SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Button } from "../../../ui/Button";
import { CopyField } from "../../../ui/CopyField";
import { Notice, Problem } from "../../../ui/Notice";
import { tokensQuery, works } from "../tokens/tokens";
import { nameOf } from "./steps";

const words = m.wizard.provisioning;

/** Makes the connection's token and shows it, as long as one stays on this page. */
export function TokenMaker({ connection }: { connection: SsoStrategy }) {
  const client = useQueryClient();
  const [now] = useState(() => Date.now());
  const tokens = useQuery(tokensQuery(connection.id));
  const make = useMutation({
    mutationFn: () =>
      take(
        api.POST("/api/v1/scim_tokens", {
          body: { sso_strategy_id: connection.id, label: words.tokenLabel(nameOf(connection)) },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ["scim-tokens"] }),
  });
  const valid = tokens.data?.filter((token) => works(token, now)) ?? [];
  const made = make.data?.token;
  return (
    <div className="flex flex-col items-start gap-3">
      {made ? (
        <div className="flex w-full flex-col gap-3">
          <CopyField label={m.directory.token} value={made} />
          <Notice kind="caution">{m.directory.tokens.shown}</Notice>
        </div>
      ) : (
        <p className="text-soft">{valid.length > 0 ? words.tokenThere : words.token}</p>
      )}
      <Problem error={make.error ?? tokens.error} />
      {!made && (
        <Button
          look={valid.length > 0 ? "plain" : "primary"}
          onPress={() => make.mutate()}
          isPending={make.isPending}
        >
          {valid.length > 0 ? words.anotherToken : words.makeToken}
        </Button>
      )}
    </div>
  );
}

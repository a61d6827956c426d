import { queryOptions } from "@tanstack/react-query";

import { api, takePage } from "../../api/client";
import type { ScimToken } from "../../api/types";

/** The tokens of a connection's SCIM client. */
export function tokensQuery(connectionId: number) {
  return queryOptions({
    queryKey: ["scim-tokens", connectionId],
    queryFn: async () =>
      (
        await takePage(
          api.GET("/api/v1/scim_tokens", { params: { query: { sso_strategy_id: connectionId } } }),
        )
      ).items,
  });
}

export type TokenState = "valid" | "soon" | "expired" | "revoked";

const SOON = 30 * 24 * 3600 * 1000;

/** Whether a token works now. */
export function stateOf(token: ScimToken, now: number): TokenState {
  const expiry = Date.parse(token.expires_at);
  if (token.revoked_at != null) return "revoked";
  if (expiry <= now) return "expired";
  return expiry - now < SOON ? "soon" : "valid";
}

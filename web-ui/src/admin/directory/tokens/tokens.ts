import { queryOptions } from "@tanstack/react-query";

import { api, takePage } from "../../../api/client";
import type { ScimToken } from "../../../api/types";

/** The tokens of a connection's SCIM client, oldest first. */
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

const DAY = 24 * 3600 * 1000;
const SOON = 30 * DAY;

/** Whether a token works now. */
export function stateOf(token: ScimToken, now: number): TokenState {
  const expiry = Date.parse(token.expires_at);
  if (token.revoked_at != null) return "revoked";
  if (expiry <= now) return "expired";
  return expiry - now < SOON ? "soon" : "valid";
}

/** Whether a request with it is taken. */
export function works(token: ScimToken, now: number): boolean {
  return ["valid", "soon"].includes(stateOf(token, now));
}

/** The token that the directory used last; nothing where it used none. */
export function inUse(tokens: ScimToken[]): ScimToken | undefined {
  const used = tokens.filter((token) => token.last_used_at != null);
  return used.sort((a, b) => (a.last_used_at ?? "").localeCompare(b.last_used_at ?? "")).at(-1);
}

/** Days before the end on which the site admins are written to. */
export const REMINDER_DAYS = [30, 14, 7, 1, 0];

export type Reminders = { kind: "next"; at: Date } | { kind: "silent" } | { kind: "over" };

/** When the site admins hear of its end next: never where a newer token is in use. */
export function remindersOf(token: ScimToken, tokens: ScimToken[], now: number): Reminders {
  if (!works(token, now)) return { kind: "over" };
  const newer = tokens.some(
    (other) => other.id > token.id && other.last_used_at != null && works(other, now),
  );
  if (newer) return { kind: "silent" };
  const expiry = Date.parse(token.expires_at);
  const next = REMINDER_DAYS.map((days) => expiry - days * DAY).find((at) => at > now);
  return next === undefined ? { kind: "over" } : { kind: "next", at: new Date(next) };
}

import type { ReactNode } from "react";

import type { ScimToken } from "../../../api/types";
import { m } from "../../../messages";
import { Badge, type Tone } from "../../../ui/Badge";
import { Button } from "../../../ui/Button";
import { classes } from "../../../ui/classes";
import { Time } from "../../../ui/Time";
import { remindersOf, stateOf, works, type TokenState } from "./tokens";

const words = m.directory.tokens;
const tones: Record<TokenState, Tone> = {
  valid: "good",
  soon: "fence",
  expired: "neutral",
  revoked: "neutral",
};

interface TokenRowProps {
  token: ScimToken;
  /** All of the connection: a newer one that is used silences the reminders of this one. */
  tokens: ScimToken[];
  isInUse: boolean;
  now: number;
  onAct: ((act: "rotate" | "move" | "revoke") => void) | undefined;
}

/** A token: whether it works, whether it is used, when it ends, and what can be done with it. */
export function TokenRow({ token, tokens, isInUse, now, onAct }: TokenRowProps) {
  const state = stateOf(token, now);
  const isAlive = works(token, now);
  return (
    <li
      aria-label={token.label}
      className={classes(
        "grid gap-x-6 gap-y-3 px-4 py-3.5 lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1.6fr)_auto] lg:items-center",
        !isAlive && "text-muted",
      )}
    >
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium break-words">{token.label}</span>
          <Badge tone={tones[state]}>{words[state]}</Badge>
          {isInUse && isAlive && <Badge tone="accent">{words.inUse}</Badge>}
        </p>
        <p className="pt-0.5 text-xs text-muted">
          <span className="font-mono break-all">{token.hint}…</span> {words.made}{" "}
          <Time at={token.created_at} />
        </p>
      </div>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2">
        <Item label={words.lastUse}>
          {token.last_used_at ? <Time at={token.last_used_at} /> : words.neverUsed}
          {token.last_used_ip && <span className="block text-xs">{words.ipOf(token.last_used_ip)}</span>}
        </Item>
        <Item
          label={state === "revoked" ? words.revoked : state === "expired" ? words.expired : words.expires}
        >
          <Time at={token.revoked_at ?? token.expires_at} />
          {isAlive && (
            <span className="block text-xs">
              <NextReminder token={token} tokens={tokens} now={now} />
            </span>
          )}
        </Item>
      </dl>
      {onAct && isAlive && (
        <span className="flex flex-wrap gap-2 lg:justify-end">
          <Button size="small" onPress={() => onAct("rotate")} label={words.rotateOf(token.label)}>
            {words.rotate}
          </Button>
          <Button size="small" onPress={() => onAct("move")} label={words.moveOf(token.label)}>
            {words.move}
          </Button>
          <Button
            size="small"
            look="danger"
            onPress={() => onAct("revoke")}
            label={words.revokeOf(token.label)}
          >
            {words.revoke}
          </Button>
        </span>
      )}
    </li>
  );
}

function Item({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function NextReminder({ token, tokens, now }: Pick<TokenRowProps, "token" | "tokens" | "now">) {
  const reminders = remindersOf(token, tokens, now);
  if (reminders.kind === "over") return null;
  if (reminders.kind === "silent") return words.noReminders;
  return (
    <>
      {words.nextReminder} <Time at={reminders.at.toISOString()} />
    </>
  );
}

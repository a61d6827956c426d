import type { DirectoryCheck, SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";

/** The steps after the choice of the directory, which happens before there is a connection. */
export const STEPS = ["sign-in", "provisioning", "preview", "done"] as const;
export type Step = (typeof STEPS)[number];

/** The steps that a connection has: without SCIM there is no first sync to look at. */
export function stepsOf(connection: SsoStrategy): Step[] {
  return STEPS.filter((step) => step !== "preview" || connection.scim_enabled);
}

/** Where one goes on: at the first step that isn't done. */
export function firstOpen(connection: SsoStrategy, checks: DirectoryCheck[]): Step {
  return stepsOf(connection).find((step) => !isDone(step, connection, checks)) ?? "done";
}

/** Whether a step has shown its result. */
export function isDone(step: Step, connection: SsoStrategy, checks: DirectoryCheck[]): boolean {
  switch (step) {
    case "sign-in":
      return connection.saml.certificates.length > 0;
    case "provisioning":
      return (
        !connection.scim_enabled || checks.some(({ name, state }) => name === "scim_token" && state === "ok")
      );
    case "preview":
      return !connection.preview && connection.user_count > 0;
    case "done":
      return false;
  }
}

/** What the directory is called in the wizard's sentences. */
export function nameOf(connection: Pick<SsoStrategy, "provider" | "label">): string {
  return connection.provider === "generic" ? connection.label : m.words.provider[connection.provider];
}

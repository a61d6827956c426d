import type { Action } from "../../api/types";
import { parentOf } from "../../files/paths";
import { m } from "../../messages";

/** What was done and to what, without who did it. An action that this page has no words for is shown in the server's. */
export function describeAction(action: Action): string {
  const did = m.auditWords.did[isRename(action) ? "rename" : action.action];
  if (did === undefined) return action.display;
  const from = action.source ?? action.path;
  const what = from != null ? `/${from}` : action.targets?.name;
  const to = action.destination != null ? ` → /${action.destination}` : "";
  const sentence = what ? `${did} ${what}${to}` : did;
  return action.outcome === "denied" ? m.audit.tried(sentence) : sentence;
}

function isRename({ action, path, destination }: Action): boolean {
  return action === "move" && path != null && destination != null && parentOf(path) === parentOf(destination);
}

/** Why it was refused or failed, in words where there are some. */
export function describeFailure(type: string): string {
  return m.auditWords.why[type] ?? type;
}

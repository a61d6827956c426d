import type { Action } from "../../api/types";
import { m } from "../../messages";

/** What was done and to what, without who did it. An action that this page has no words for is shown in the server's. */
export function describeAction(action: Action): string {
  const did = m.auditWords.did[action.action];
  if (did === undefined) return action.display;
  const from = action.source ?? action.path;
  const what = from != null ? `/${from}` : action.targets?.name;
  const to = action.destination != null ? ` → /${action.destination}` : "";
  return what ? `${did} ${what}${to}` : did;
}

/** Why it was refused or failed, in words where there are some. */
export function describeFailure(type: string): string {
  return m.auditWords.why[type] ?? type;
}

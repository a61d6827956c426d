import type { ExplainedGrant, StoppedGrant } from "../../api/types";
import { m } from "../../messages";

/** How a folder is called in a sentence. */
export function folderLabel(path: string): string {
  return path ? `/${path}` : m.files.top;
}

/** Why a grant counts: its level, where it stands, and through what it reaches the person. */
export function describeReason(grant: ExplainedGrant, here: string): string {
  const level = m.words.level[grant.permission];
  const place =
    grant.path === here ? m.permissions.onThisFolder : m.permissions.onFolder(folderLabel(grant.path));
  return m.permissions.reason(level, place, describeThrough(grant));
}

/** Why a grant doesn't count here. */
export function describeStop(grant: StoppedGrant): string {
  if (grant.reason === "fence") return m.permissions.stoppedByFence(folderLabel(grant.fence_path ?? ""));
  return grant.reason === "not_recursive"
    ? m.permissions.stoppedNotRecursive
    : m.permissions.stoppedByPartner;
}

function describeThrough({ through }: ExplainedGrant): string {
  switch (through.kind) {
    case "user":
      return m.permissions.throughOwn;
    case "group":
      return m.permissions.throughGroup(through.names.join(", "));
    case "all_of_groups":
      return m.permissions.throughGroups(through.names.join(" + "));
    default:
      return m.permissions.throughPartner(through.names.join(", "));
  }
}

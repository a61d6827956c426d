import type { User } from "../../api/types";
import { m } from "../../messages";
import { Badge } from "../../ui/Badge";

/** Whether a person can sign in, and who says so where they can't. */
export function StateBadge({ user }: { user: User }) {
  if (!user.disabled) return <Badge tone="good">{m.people.active}</Badge>;
  if (user.disabled_here) return <Badge tone="danger">{m.people.offHere}</Badge>;
  return <Badge tone="danger">{user.active_in_directory ? m.people.off : m.people.offByDirectory}</Badge>;
}

/** The role of a person, where they have one. */
export function RoleBadge({ user }: { user: User }) {
  if (user.site_admin) return <Badge tone="accent">{m.people.roles.admin}</Badge>;
  if (user.readonly_site_admin) return <Badge tone="accent">{m.people.roles.readonly}</Badge>;
  return null;
}

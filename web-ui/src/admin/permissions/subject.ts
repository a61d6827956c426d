import type { Permission } from "../../api/types";

/** Who holds a grant, by name. */
export function subjectName(grant: Permission): string {
  if (grant.user_id != null) return grant.username ?? `#${grant.user_id}`;
  if (grant.group_id != null) return grant.group_name ?? `#${grant.group_id}`;
  if (grant.group_ids != null)
    return (grant.group_names ?? grant.group_ids.map((id) => `#${id}`)).join(" + ");
  return `#${grant.partner_id ?? ""}`;
}

import type { SsoStrategy } from "../../api/types";

const FLAGS = [
  "enabled",
  "display_on_login_page",
  "scim_enabled",
  "accept_unsolicited",
  "provision_users",
  "provision_groups",
] as const;

const LISTS = [
  "provision_group_default",
  "provision_group_inclusion",
  "provision_group_exclusion",
  "provision_group_required",
  "provision_site_admin_groups",
  "provision_readonly_site_admin_groups",
  "provision_group_admin_groups",
  "group_attribute",
] as const;

export type Flag = (typeof FLAGS)[number];
export type List = (typeof LISTS)[number];

/** The part of a connection that is a matter of rules. */
export type Rules = Record<Flag, boolean> & Record<List, string> & Pick<SsoStrategy, "deprovision_behavior">;

/** The rules of a connection, as the form holds them. */
export function rulesOf(connection: SsoStrategy): Rules {
  const flags = Object.fromEntries(FLAGS.map((flag) => [flag, connection[flag]])) as Record<Flag, boolean>;
  const lists = Object.fromEntries(LISTS.map((list) => [list, connection[list] ?? ""])) as Record<
    List,
    string
  >;
  return { ...flags, ...lists, deprovision_behavior: connection.deprovision_behavior };
}

import type { SsoStrategy } from "../../../api/types";

const FLAGS = [
  "enabled",
  "display_on_login_page",
  "scim_enabled",
  "provision_users",
  "provision_groups",
  "provision_sftp_permission",
  "provision_ftp_permission",
  "provision_dav_permission",
] as const;

const TEXTS = [
  "label",
  "provision_group_default",
  "provision_group_inclusion",
  "provision_group_exclusion",
  "provision_group_required",
  "provision_site_admin_groups",
  "provision_readonly_site_admin_groups",
  "provision_group_admin_groups",
  "provision_company",
  "provision_time_zone",
  "provision_user_root",
] as const;

export type Flag = (typeof FLAGS)[number];
export type Text = (typeof TEXTS)[number];

/** The part of a connection that is a matter of rules. */
export type Rules = Record<Flag, boolean> & Record<Text, string> & Pick<SsoStrategy, "deprovision_behavior">;

/** The rules of a connection, as the form holds them. */
export function rulesOf(connection: SsoStrategy): Rules {
  const flags = Object.fromEntries(FLAGS.map((flag) => [flag, connection[flag]])) as Record<Flag, boolean>;
  const texts = Object.fromEntries(TEXTS.map((text) => [text, connection[text] ?? ""])) as Record<
    Text,
    string
  >;
  return { ...flags, ...texts, deprovision_behavior: connection.deprovision_behavior };
}

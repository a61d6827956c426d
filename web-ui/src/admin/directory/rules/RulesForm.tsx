import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Form } from "react-aria-components";

import type { SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Button } from "../../../ui/Button";
import { Card } from "../../../ui/Card";
import { SelectField, TextField, Toggle } from "../../../ui/fields";
import { Problem } from "../../../ui/Notice";
import { tell } from "../../../ui/toast";
import { useChangeConnection } from "../useChangeConnection";
import { rulesOf, type Flag, type Rules, type Text } from "./rules";

interface RulesFormProps {
  connection: SsoStrategy;
  readOnly: boolean;
}

const words = m.directory.rules;
const deprovision = (["disable", "delete"] as const).map((id) => ({
  id,
  label: words.deprovisionChoices[id],
}));

/** What the directory may do here: who is let in, who is made and how, which groups come along, who administers. */
export function RulesForm({ connection, readOnly }: RulesFormProps) {
  const client = useQueryClient();
  const [rules, setRules] = useState(() => rulesOf(connection));
  const change = useChangeConnection(connection.id);
  const save = useMutation({
    mutationFn: () => change(rules),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["powers", connection.id] });
      tell(m.directory.saved);
    },
  });
  const toggle = (flag: Flag, label: string, help?: string) => (
    <Toggle
      isSelected={rules[flag]}
      onChange={(on) => setRules({ ...rules, [flag]: on })}
      isDisabled={readOnly}
      help={help}
    >
      {label}
    </Toggle>
  );
  const text = (field: Text, label: string, help?: string, placeholder?: string) => (
    <TextField
      label={label}
      help={help}
      placeholder={placeholder ?? ""}
      value={rules[field]}
      onChange={(value) => setRules({ ...rules, [field]: value })}
      isReadOnly={readOnly}
    />
  );
  return (
    <Form
      className="grid items-start gap-4 lg:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="flex flex-col gap-4">
        <Section title={words.sections.signIn}>
          {text("label", m.directory.label)}
          {toggle("enabled", words.enabled)}
          {toggle("display_on_login_page", words.display)}
          {text("provision_group_required", words.groupRequired, words.requiredHelp)}
        </Section>
        <Section title={words.sections.groups}>
          {toggle("provision_groups", words.provisionGroups)}
          {text("provision_group_inclusion", words.groupInclusion, words.patternHelp)}
          {text("provision_group_exclusion", words.groupExclusion, words.patternHelp)}
          {text("provision_group_default", words.groupDefault, words.defaultHelp)}
        </Section>
      </div>
      <div className="flex flex-col gap-4">
        <Section title={words.sections.people}>
          {toggle("scim_enabled", words.scim, words.scimHelp)}
          {toggle("provision_users", words.provisionUsers, words.provisionUsersHelp)}
          <SelectField
            label={words.deprovision}
            help={words.deprovisionHelp[rules.deprovision_behavior]}
            choices={deprovision}
            value={rules.deprovision_behavior}
            onChange={(deprovision_behavior: Rules["deprovision_behavior"]) =>
              setRules({ ...rules, deprovision_behavior })
            }
            isDisabled={readOnly}
          />
        </Section>
        <Section title={words.sections.newPeople} lead={words.newPeopleLead}>
          {toggle("provision_sftp_permission", words.sftp)}
          {toggle("provision_ftp_permission", words.ftp)}
          {toggle("provision_dav_permission", words.dav)}
          {text("provision_user_root", words.userRoot, words.userRootHelp, "projects")}
          {text("provision_company", words.company)}
          {text("provision_time_zone", words.timeZone, undefined, "Europe/Berlin")}
        </Section>
      </div>
      <div className="lg:col-span-2">
        <Section title={words.sections.power} lead={words.powerLead}>
          <div className="grid gap-4 md:grid-cols-3">
            {text("provision_site_admin_groups", words.siteAdmins, words.patternHelp)}
            {text("provision_readonly_site_admin_groups", words.readonlyAdmins, words.patternHelp)}
            {text("provision_group_admin_groups", words.groupAdmins, words.groupAdminsHelp)}
          </div>
        </Section>
      </div>
      {!readOnly && (
        <div className="flex flex-col items-start gap-3 lg:col-span-2">
          <Problem error={save.error} />
          <Button type="submit" look="primary" isPending={save.isPending}>
            {words.save}
          </Button>
        </div>
      )}
    </Form>
  );
}

function Section({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <Card title={title} lead={lead}>
      <div className="flex flex-col gap-4">{children}</div>
    </Card>
  );
}

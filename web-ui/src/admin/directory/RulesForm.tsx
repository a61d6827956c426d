import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Form } from "react-aria-components";

import type { SsoStrategy } from "../../api/types";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { SelectField, TextField, Toggle } from "../../ui/fields";
import { Problem } from "../../ui/Notice";
import { tell } from "../../ui/toast";
import { rulesOf, type Flag, type List, type Rules } from "./rules";
import { useChangeConnection } from "./useChangeConnection";

interface RulesFormProps {
  connection: SsoStrategy;
  readOnly: boolean;
}

const words = m.directory.rules;
const deprovision = (["disable", "delete"] as const).map((id) => ({
  id,
  label: words.deprovisionChoices[id],
}));

/** What the directory may do here: who is let in, who is made, which groups come along, who administers. */
export function RulesForm({ connection, readOnly }: RulesFormProps) {
  const [rules, setRules] = useState(() => rulesOf(connection));
  const change = useChangeConnection(connection.id);
  const save = useMutation({ mutationFn: () => change(rules), onSuccess: () => tell(m.directory.saved) });
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
  const list = (field: List, label: string, help: string) => (
    <TextField
      label={label}
      help={help}
      value={rules[field]}
      onChange={(text) => setRules({ ...rules, [field]: text })}
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
      <Section title={words.sections.signIn}>
        {toggle("enabled", words.enabled)}
        {toggle("display_on_login_page", words.display)}
        {toggle("accept_unsolicited", words.unsolicited, words.unsolicitedHelp)}
        {list("provision_group_required", words.groupRequired, words.listHelp)}
      </Section>
      <Section title={words.sections.people}>
        {toggle("scim_enabled", words.scim, words.scimHelp)}
        {toggle("provision_users", words.provisionUsers, words.provisionUsersHelp)}
        <SelectField
          label={words.deprovision}
          choices={deprovision}
          value={rules.deprovision_behavior}
          onChange={(deprovision_behavior: Rules["deprovision_behavior"]) =>
            setRules({ ...rules, deprovision_behavior })
          }
        />
      </Section>
      <Section title={words.sections.groups}>
        {toggle("provision_groups", words.provisionGroups)}
        {list("provision_group_default", words.groupDefault, words.listHelp)}
        {list("provision_group_inclusion", words.groupInclusion, words.patternHelp)}
        {list("provision_group_exclusion", words.groupExclusion, words.patternHelp)}
        {list("group_attribute", words.groupAttribute, words.groupAttributeHelp)}
      </Section>
      <Section title={words.sections.power}>
        {list("provision_site_admin_groups", words.siteAdmins, words.listHelp)}
        {list("provision_readonly_site_admin_groups", words.readonlyAdmins, words.listHelp)}
        {list("provision_group_admin_groups", words.groupAdmins, words.listHelp)}
      </Section>
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

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card title={title}>
      <div className="flex flex-col gap-4">{children}</div>
    </Card>
  );
}

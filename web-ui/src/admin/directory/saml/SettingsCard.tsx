import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";

import type { SamlSettings, SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Button } from "../../../ui/Button";
import { Card } from "../../../ui/Card";
import { SelectField, TextField, Toggle } from "../../../ui/fields";
import { Problem } from "../../../ui/Notice";
import { tell } from "../../../ui/toast";
import { useChangeConnection } from "../useChangeConnection";
import { formatOf, isNameIdChoice, nameIdChoiceOf, type NameIdChoice } from "./nameId";

const words = m.saml.settings;

const nameIds = (Object.keys(words.nameIdChoices) as NameIdChoice[]).map((id) => ({
  id,
  label: words.nameIdChoices[id],
}));
const matches = (["user_name", "external_id"] as const).map((id) => ({
  id,
  label: words.matchByChoices[id],
}));

interface SettingsCardProps {
  connection: SsoStrategy;
  readOnly: boolean;
}

/** How strictly people sign in, and how far they sign out. */
export function SettingsCard({ connection, readOnly }: SettingsCardProps) {
  const [saml, setSaml] = useState(() => connection.saml);
  const [unsolicited, setUnsolicited] = useState(connection.accept_unsolicited);
  const [nameId, setNameId] = useState(() => nameIdChoiceOf(connection.saml.name_id_format));
  const change = useChangeConnection(connection.id);
  const save = useMutation({
    mutationFn: () => {
      const { sign_requests, require_encryption, force_authn, sign_out_here_only, match_by } = saml;
      return change({
        accept_unsolicited: unsolicited,
        saml: {
          ...{ sign_requests, require_encryption, force_authn, sign_out_here_only, match_by },
          name_id_format: nameId === "other" ? (saml.name_id_format ?? "") : formatOf(nameId),
        },
      });
    },
    onSuccess: () => tell(m.directory.saved),
  });
  const set = (next: Partial<SamlSettings>) => setSaml({ ...saml, ...next });
  return (
    <Card title={words.title}>
      <Form
        className="grid gap-x-8 gap-y-4 md:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className="flex flex-col gap-3">
          <Toggle
            isSelected={saml.sign_requests}
            onChange={(sign_requests) => set({ sign_requests })}
            isDisabled={readOnly}
            help={words.signRequestsHelp}
          >
            {words.signRequests}
          </Toggle>
          <Toggle
            isSelected={saml.require_encryption}
            onChange={(require_encryption) => set({ require_encryption })}
            isDisabled={readOnly}
            help={words.requireEncryptionHelp}
          >
            {words.requireEncryption}
          </Toggle>
          <Toggle
            isSelected={saml.force_authn}
            onChange={(force_authn) => set({ force_authn })}
            isDisabled={readOnly}
            help={words.forceAuthnHelp}
          >
            {words.forceAuthn}
          </Toggle>
          <Toggle
            isSelected={!saml.sign_out_here_only}
            onChange={(on) => set({ sign_out_here_only: !on })}
            isDisabled={readOnly}
            help={words.signOutHelp}
          >
            {words.signOut}
          </Toggle>
          <Toggle
            isSelected={unsolicited}
            onChange={setUnsolicited}
            isDisabled={readOnly}
            help={words.unsolicitedHelp}
          >
            {words.unsolicited}
          </Toggle>
        </div>
        <div className="flex flex-col gap-4">
          <SelectField
            label={words.nameId}
            choices={nameIds}
            value={nameId}
            onChange={(choice) => isNameIdChoice(choice) && setNameId(choice)}
            isDisabled={readOnly}
          />
          {nameId === "other" && (
            <TextField
              label={words.nameIdOther}
              value={saml.name_id_format ?? ""}
              onChange={(name_id_format) => set({ name_id_format })}
              isReadOnly={readOnly}
              mono
              isRequired
            />
          )}
          <SelectField
            label={words.matchBy}
            help={words.matchByHelp}
            choices={matches}
            value={saml.match_by}
            onChange={(match_by) => set({ match_by })}
            isDisabled={readOnly}
          />
        </div>
        <Problem error={save.error} className="md:col-span-2" />
        {!readOnly && (
          <div className="md:col-span-2">
            <Button type="submit" look="primary" isPending={save.isPending}>
              {words.save}
            </Button>
          </div>
        )}
      </Form>
    </Card>
  );
}

import type { SsoStrategy } from "../../../api/types";
import { AttemptsCard } from "../attempts/AttemptsCard";
import { AttributesCard } from "./AttributesCard";
import { KeysCard } from "./KeysCard";
import { ProviderCard } from "./ProviderCard";
import { SettingsCard } from "./SettingsCard";

interface SamlTabProps {
  connection: SsoStrategy;
  readOnly: boolean;
}

/** Signing in through the directory: whom it trusts, how it is done, and how it went. */
export function SamlTab({ connection, readOnly }: SamlTabProps) {
  return (
    <div className="flex flex-col gap-4">
      <ProviderCard connection={connection} readOnly={readOnly} />
      <AttemptsCard connectionId={connection.id} />
      <SettingsCard connection={connection} readOnly={readOnly} />
      <AttributesCard connection={connection} readOnly={readOnly} />
      <KeysCard readOnly={readOnly} />
    </div>
  );
}

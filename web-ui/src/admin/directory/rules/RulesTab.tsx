import type { SsoStrategy } from "../../../api/types";
import { PowersCard } from "./PowersCard";
import { RulesForm } from "./RulesForm";

/** The rules, and the directory groups that a site admin has to confirm because of them. */
export function RulesTab({ connection, readOnly }: { connection: SsoStrategy; readOnly: boolean }) {
  return (
    <div className="flex flex-col gap-6">
      <RulesForm key={connection.id} connection={connection} readOnly={readOnly} />
      <PowersCard connection={connection} readOnly={readOnly} />
    </div>
  );
}

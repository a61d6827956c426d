import type { Explanation } from "../../api/types";
import { m } from "../../messages";
import { Capabilities } from "./Capabilities";
import { describeReason, describeStop } from "./reasons";

/** What a person may do in a folder, the grants that give it, and those that don't reach it. */
export function ExplanationView({ explanation }: { explanation: Explanation }) {
  return (
    <>
      <Capabilities names={explanation.capabilities} />
      <ul className="mt-1.5 text-xs text-muted">
        {explanation.role && <li>{m.permissions.byRole}</li>}
        {explanation.grants.map((grant) => (
          <li key={grant.permission_id}>{describeReason(grant, explanation.path)}</li>
        ))}
        {explanation.stopped.map((grant) => (
          <li key={grant.permission_id} className="text-fence">
            {m.people.stopped} {describeReason(grant, explanation.path)}, {describeStop(grant)}
          </li>
        ))}
      </ul>
    </>
  );
}

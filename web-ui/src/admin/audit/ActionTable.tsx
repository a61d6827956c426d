import type { Action } from "../../api/types";
import { m } from "../../messages";
import { Badge, type Tone } from "../../ui/Badge";
import { Table, Td, Th } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { describeAction, describeFailure } from "./describe";

interface ActionTableProps {
  actions: Action[];
  onOpen: (action: Action) => void;
}

const tones: Record<string, Tone> = { ok: "good", denied: "danger", failed: "danger", aborted: "fence" };

/** The acts, one a row; a row opens with everything that is known of it. */
export function ActionTable({ actions, onOpen }: ActionTableProps) {
  return (
    <Table
      label={m.audit.title}
      head={
        <>
          <Th>{m.audit.when}</Th>
          <Th className="max-sm:hidden">{m.audit.who}</Th>
          <Th>{m.audit.what}</Th>
          <Th className="max-md:hidden">{m.audit.via}</Th>
          <Th>{m.audit.outcome}</Th>
        </>
      }
    >
      {actions.map((action) => (
        <tr key={action.id} className="relative hover:bg-hover">
          <Td className="w-px text-xs text-muted">
            <Time at={action.when} form="log" />
          </Td>
          <Td className="max-w-56 truncate max-sm:hidden">{action.username ?? m.audit.stranger}</Td>
          <Td className="w-full max-w-0">
            <button
              type="button"
              aria-label={m.audit.open(describeAction(action))}
              onClick={() => onOpen(action)}
              className="block max-w-full cursor-pointer text-left break-words sm:truncate font-medium after:absolute after:inset-0 hover:text-accent"
            >
              {describeAction(action)}
            </button>
            {action.failure_type && (
              <span className="text-xs text-danger">{describeFailure(action.failure_type)}</span>
            )}
          </Td>
          <Td className="whitespace-nowrap text-muted max-md:hidden">
            {m.words.interface[action.interface] ?? action.interface}
          </Td>
          <Td>
            <OutcomeBadge outcome={action.outcome} />
          </Td>
        </tr>
      ))}
    </Table>
  );
}

/** How an act ended. */
export function OutcomeBadge({ outcome }: { outcome: string }) {
  return <Badge tone={tones[outcome] ?? "neutral"}>{m.audit.outcomes[outcome] ?? outcome}</Badge>;
}

import type { Action } from "../../api/types";
import { m } from "../../messages";
import { Dialog } from "../../ui/Dialog";
import { Fact, Facts } from "../../ui/Facts";
import { formatCount } from "../../ui/format";
import { JsonView } from "../../ui/JsonView";
import { Time } from "../../ui/Time";
import { describeAction, describeFailure } from "./describe";
import { OutcomeBadge } from "./ActionTable";

/** Everything that the log knows of an act. */
export function ActionDialog({ action, onClose }: { action: Action; onClose: () => void }) {
  const actor = [action.username ?? m.audit.stranger, `(${action.actor_type})`].join(" ");
  const facts: [string, string | null | undefined][] = [
    [m.audit.actor, actor],
    [m.audit.action, action.action],
    [m.audit.via, m.words.interface[action.interface] ?? action.interface],
    [m.audit.ip, action.ip],
    [m.audit.path, action.path],
    [m.audit.source, action.source],
    [m.audit.destination, action.destination],
    [m.audit.target, action.targets ? `${action.targets.name} (${action.targets.type})` : undefined],
    [m.audit.bytes, action.bytes == null ? undefined : formatCount(action.bytes)],
    [
      m.audit.failure,
      action.failure_type ? `${describeFailure(action.failure_type)} (${action.failure_type})` : undefined,
    ],
    [m.audit.session, action.session_id],
    [m.audit.id, `${action.id} · ${action.audit_id}`],
  ];
  return (
    <Dialog title={describeAction(action)} width="wide" isOpen onClose={onClose}>
      <Facts>
        <Fact label={m.audit.when}>
          <Time at={action.when} form="exact" />
        </Fact>
        <Fact label={m.audit.outcome}>
          <OutcomeBadge outcome={action.outcome} />
        </Fact>
        {facts.map(
          ([label, value]) =>
            value && (
              <Fact key={label} label={label}>
                <span className="break-all">{value}</span>
              </Fact>
            ),
        )}
      </Facts>
      <State label={m.audit.before} state={action.before} />
      <State label={m.audit.after} state={action.after} />
    </Dialog>
  );
}

function State({ label, state }: { label: string; state: unknown }) {
  if (state == null) return null;
  return (
    <section className="pt-4">
      <h3 className="pb-1.5 text-xs font-semibold text-muted">{label}</h3>
      <JsonView label={label} text={JSON.stringify(state)} />
    </section>
  );
}

import type { ScimLog } from "../../api/types";
import { m } from "../../messages";
import { Badge } from "../../ui/Badge";
import { Fact, Facts } from "../../ui/Facts";
import { JsonView } from "../../ui/JsonView";
import { Time } from "../../ui/Time";
import { addressOf } from "./address";
import { toneOfCode } from "./code";

/** All of a request: what it changed, where it came from, and both bodies. */
export function ScimLogDetail({ entry }: { entry: ScimLog }) {
  return (
    <div className="flex flex-col gap-4">
      {entry.effects.length > 0 && (
        <section>
          <h3 className="pb-1 text-xs font-semibold text-muted">{m.scimLog.effects}</h3>
          <ul className="list-disc pl-5">
            {entry.effects.map((effect) => (
              <li key={effect}>{effect}</li>
            ))}
          </ul>
        </section>
      )}
      <Facts>
        <Fact label={m.scimLog.request}>
          <span className="font-mono text-xs break-all">
            {entry.request_method} {addressOf(entry)}
          </span>
        </Fact>
        <Fact label={m.scimLog.answer}>
          <Badge tone={toneOfCode(entry.http_response_code)}>{entry.http_response_code}</Badge>
        </Fact>
        <Fact label={m.scimLog.when}>
          <Time at={entry.created_at} form="exact" />, {m.scimLog.ms(entry.duration_ms)}
        </Fact>
        <Fact label={m.scimLog.from}>
          <span className="font-mono text-xs">{entry.remote_ip}</span>
        </Fact>
        {entry.user_agent && <Fact label={m.scimLog.agent}>{entry.user_agent}</Fact>}
      </Facts>
      <div className="grid gap-4 xl:grid-cols-2">
        <Body label={m.scimLog.sent} text={entry.request_json} />
        <Body label={m.scimLog.answered} text={entry.response_json} />
      </div>
    </div>
  );
}

function Body({ label, text }: { label: string; text: string | null | undefined }) {
  return (
    <section className="min-w-0">
      <h3 className="pb-1.5 text-xs font-semibold text-muted">{label}</h3>
      {text ? <JsonView label={label} text={text} /> : <p className="text-muted">{m.scimLog.noBody}</p>}
    </section>
  );
}

import { ChevronRight } from "lucide-react";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";

import type { ScimLog } from "../../api/types";
import { m } from "../../messages";
import { Badge, type Tone } from "../../ui/Badge";
import { Fact, Facts } from "../../ui/Facts";
import { JsonView } from "../../ui/JsonView";
import { Time } from "../../ui/Time";

/** One request: what it asked and changed in a line, and both bodies when it is opened. */
export function ScimLogRow({ entry }: { entry: ScimLog }) {
  const address = readable(entry.request_path + (entry.query ? `?${entry.query}` : ""));
  return (
    <li>
      <Disclosure className="group">
        <Heading level={2}>
          <Button
            slot="trigger"
            className="grid w-full cursor-pointer grid-cols-[1rem_auto_1fr] items-center gap-x-3 gap-y-1 px-4 py-2.5 text-left outline-offset-[-2px] hover:bg-hover md:grid-cols-[1rem_6.5rem_1fr_minmax(0,1.2fr)_3.5rem]"
          >
            <ChevronRight
              aria-hidden
              className="size-4 text-muted transition-transform group-data-[expanded]:rotate-90"
            />
            <span className="text-xs text-muted">
              <Time at={entry.created_at} form="log" />
            </span>
            <span className="flex min-w-0 items-center gap-2 max-md:col-span-2 max-md:col-start-2 max-md:row-start-2">
              <span className="w-13 shrink-0 font-mono text-xs font-semibold">{entry.request_method}</span>
              <span className="min-w-0 truncate font-mono text-xs" title={address}>
                {address}
              </span>
            </span>
            <span className="min-w-0 truncate max-md:col-span-2 max-md:col-start-2 max-md:row-start-3">
              {entry.effects.length > 0 ? (
                entry.effects.join(" · ")
              ) : (
                <span className="text-muted">{m.scimLog.noEffect}</span>
              )}
            </span>
            <span className="text-right max-md:col-start-3 max-md:row-start-1">
              <Badge tone={toneOf(entry.http_response_code)}>{entry.http_response_code}</Badge>
            </span>
          </Button>
        </Heading>
        <DisclosurePanel>
          <div className="border-t border-line bg-sunken/60 px-4 py-4">
            <Detail entry={entry} address={address} />
          </div>
        </DisclosurePanel>
      </Disclosure>
    </li>
  );
}

function Detail({ entry, address }: { entry: ScimLog; address: string }) {
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
            {entry.request_method} {address}
          </span>
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

function toneOf(code: string): Tone {
  if (code.startsWith("2")) return "good";
  return code.startsWith("5") || code === "401" ? "danger" : "fence";
}

/** An address with its escapes undone, for the eye. */
function readable(address: string): string {
  try {
    return decodeURIComponent(address.replaceAll("+", " "));
  } catch {
    return address;
  }
}

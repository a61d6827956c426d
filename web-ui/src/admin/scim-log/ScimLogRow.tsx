import { ChevronRight } from "lucide-react";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";

import type { ScimLog } from "../../api/types";
import { m } from "../../messages";
import { Badge } from "../../ui/Badge";
import { Time } from "../../ui/Time";
import { addressOf } from "./address";
import { toneOfCode } from "./code";
import { effectsOf } from "./effects";
import { ScimLogDetail } from "./ScimLogDetail";

/** One request: what it asked and changed in a line, and both bodies when it is opened. */
export function ScimLogRow({ entry }: { entry: ScimLog }) {
  const address = addressOf(entry);
  const { effects, isPreview } = effectsOf(entry);
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
              {isPreview && <Badge tone="fence">{m.scimLog.preview}</Badge>}{" "}
              {effects.length > 0 ? (
                effects.join(" · ")
              ) : (
                <span className="text-muted">{m.scimLog.noEffect}</span>
              )}
            </span>
            <span className="text-right max-md:col-start-3 max-md:row-start-1">
              <Badge tone={toneOfCode(entry.http_response_code)}>{entry.http_response_code}</Badge>
            </span>
          </Button>
        </Heading>
        <DisclosurePanel>
          <div className="border-t border-line bg-sunken/60 px-4 py-4">
            <ScimLogDetail entry={entry} />
          </div>
        </DisclosurePanel>
      </Disclosure>
    </li>
  );
}

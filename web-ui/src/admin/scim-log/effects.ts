import type { ScimLog } from "../../api/types";

const PREVIEW = "preview:";

/** What a request did here, and whether it was only rehearsed: the server says so in the first sentence then. */
export function effectsOf(entry: ScimLog): { effects: string[]; isPreview: boolean } {
  const isPreview = entry.effects[0]?.startsWith(PREVIEW) ?? false;
  return { effects: isPreview ? entry.effects.slice(1) : entry.effects, isPreview };
}

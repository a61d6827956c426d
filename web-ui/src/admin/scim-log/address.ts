import type { ScimLog } from "../../api/types";

/** What a request asked for, below the base address, for the eye. */
export function addressOf(entry: ScimLog): string {
  return readable(entry.request_path + (entry.query ? `?${entry.query}` : ""));
}

/** An address with its escapes undone, for the eye. */
function readable(address: string): string {
  try {
    return decodeURIComponent(address.replaceAll("+", " "));
  } catch {
    return address;
  }
}

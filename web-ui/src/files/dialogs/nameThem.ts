import type { File } from "../../api/types";
import { m } from "../../messages";

/** What an act is about, in words: the name where it is one, how many otherwise. */
export function nameThem(entries: File[]): string {
  const only = entries.length === 1 ? entries[0] : undefined;
  return only ? `“${only.display_name}”` : m.files.items(entries.length);
}

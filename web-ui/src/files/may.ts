import type { File } from "../api/types";
import { m } from "../messages";

const letters = {
  list: "l",
  preview: "p",
  read: "r",
  write: "w",
  overwrite: "o",
  move: "m",
  delete: "d",
  share: "s",
  history: "h",
  admin: "a",
} as const;

export type Act = keyof typeof letters;

/** Whether this may be done in a folder or to a file, as far as the page knows: the server decides in the end. */
export function may(entry: File | undefined, act: Act): boolean {
  return entry?.permissions == null || entry.permissions.includes(letters[act]);
}

/** Why files can't be added to a folder, in words; nothing where they can. */
export function whyNotAdd(folder: File | undefined): string | undefined {
  if (may(folder, "write")) return undefined;
  if (may(folder, "read")) return m.files.reasons.read;
  return may(folder, "list") ? m.files.reasons.list : m.files.reasons.nothing;
}

/** Everything that may be done there, in words. */
export function allowedActs(entry: File): string[] {
  const acts = (Object.keys(letters) as Act[]).filter((act) => may(entry, act));
  return acts.map((act) => m.words.capability[act === "write" ? "create" : act] ?? act);
}

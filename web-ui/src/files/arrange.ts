import type { File } from "../api/types";

export type SortKey = "name" | "size" | "mtime";

export interface Order {
  key: SortKey;
  descending: boolean;
}

/** Above this many entries names are compared letter by letter: numbers in names are no longer read as such. */
const NATURAL_LIMIT = 5000;
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The entries whose names hold the text, folders first, in the order that was asked for. */
export function arrange(entries: File[], filter: string, order: Order): File[] {
  const wanted = filter.trim().toLocaleLowerCase();
  const shown = wanted
    ? entries.filter((entry) => entry.display_name.toLocaleLowerCase().includes(wanted))
    : entries.slice();
  const direction = order.descending ? -1 : 1;
  const byName = compareNames(shown);
  const compare = (a: File, b: File) => {
    if (a.type !== b.type) return a.type === "directory" ? -1 : 1;
    if (order.key === "size" && a.size !== b.size) return direction * (a.size - b.size);
    if (order.key === "mtime" && a.mtime !== b.mtime) return direction * (a.mtime < b.mtime ? -1 : 1);
    return (order.key === "name" ? direction : 1) * byName(a, b);
  };
  return shown.sort(compare);
}

function compareNames(entries: File[]): (a: File, b: File) => number {
  if (entries.length <= NATURAL_LIMIT) return (a, b) => collator.compare(a.display_name, b.display_name);
  const keys = new Map(entries.map((entry) => [entry, entry.display_name.toLocaleLowerCase()]));
  return (a, b) => {
    const [left, right] = [keys.get(a) ?? "", keys.get(b) ?? ""];
    return left < right ? -1 : left > right ? 1 : 0;
  };
}

import { Copy, Download, FolderInput, FolderOpen, Info, Pencil, Trash2 } from "lucide-react";

import type { File } from "../api/types";
import { m } from "../messages";
import type { MenuEntry } from "../ui/Menu";
import { may } from "./may";
import type { EntryActs } from "./useListKeys";

/** What may be done with an entry; what may not is left out. */
export function entryMenu(entry: File, acts: EntryActs): (MenuEntry | "line")[] {
  const folder = entry.type === "directory";
  const item = (id: string, label: string, icon: MenuEntry["icon"], onAction: () => void): MenuEntry => ({
    id,
    label,
    icon,
    onAction,
  });
  const entries: (MenuEntry | "line")[] = [];
  if (folder) entries.push(item("open", m.files.open, <FolderOpen aria-hidden />, () => acts.open(entry)));
  if (!folder && may(entry, "read")) {
    entries.push(item("download", m.files.download, <Download aria-hidden />, () => acts.download([entry])));
  }
  entries.push(item("details", m.files.details, <Info aria-hidden />, () => acts.showDetails(entry)));
  if (acts.mayMove && may(entry, "move")) {
    entries.push(item("rename", m.files.rename, <Pencil aria-hidden />, () => acts.rename(entry)));
    entries.push(item("move", m.files.move, <FolderInput aria-hidden />, () => acts.move([entry])));
  }
  if (may(entry, "read")) {
    entries.push(item("copy", m.files.copy, <Copy aria-hidden />, () => acts.copy([entry])));
  }
  if (acts.mayDelete && may(entry, "delete")) {
    entries.push("line");
    entries.push({
      ...item("delete", m.files.delete, <Trash2 aria-hidden />, () => acts.remove([entry])),
      danger: true,
    });
  }
  return entries;
}

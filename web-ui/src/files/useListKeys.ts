import type { KeyboardEvent } from "react";

import type { File } from "../api/types";
import type { Selection } from "./useSelection";

/** What can be done with the entries of a list. */
export interface EntryActs {
  open: (entry: File) => void;
  download: (entries: File[]) => void;
  rename: (entry: File) => void;
  move: (entries: File[]) => void;
  copy: (entries: File[]) => void;
  remove: (entries: File[]) => void;
  showDetails: (entry: File) => void;
  goUp: () => void;
  /** Whether things may be moved out of this folder. */
  mayMove: boolean;
  /** Whether things may be deleted in this folder. */
  mayDelete: boolean;
}

interface ListKeys {
  entries: File[];
  activeIndex: number;
  selection: Selection;
  acts: EntryActs;
  pageSize: () => number;
}

/** The keyboard of the list: arrows, Home, End, Page, Space, Enter, Backspace, F2, Delete, Ctrl+A, Escape. */
export function useListKeys(keys: ListKeys) {
  return (event: KeyboardEvent<HTMLElement>) => {
    // Keys that are meant for a button or a link inside a row are theirs.
    const inner = event.target !== event.currentTarget && (event.key === "Enter" || event.key === " ");
    if (inner || event.altKey) return;
    if (step(event, keys) || act(event, keys)) event.preventDefault();
  };
}

function step(event: KeyboardEvent, { entries, activeIndex, selection, pageSize }: ListKeys): boolean {
  const last = entries.length - 1;
  const targets: Record<string, number> = {
    ArrowDown: activeIndex + 1,
    ArrowUp: activeIndex < 0 ? 0 : activeIndex - 1,
    PageDown: activeIndex + pageSize(),
    PageUp: activeIndex - pageSize(),
    Home: 0,
    End: last,
  };
  const target = targets[event.key];
  if (target === undefined) return false;
  const entry = entries[Math.min(Math.max(target, 0), last)];
  if (!entry) return true;
  if (event.shiftKey) selection.extend(entries, entry);
  else if (event.ctrlKey) selection.focus(entry);
  else selection.only(entry);
  return true;
}

function act(event: KeyboardEvent, { entries, activeIndex, selection, acts }: ListKeys): boolean {
  const active = entries[activeIndex];
  const chosen = entries.filter(selection.isChosen);
  switch (event.key) {
    case " ":
      if (active) selection.toggle(active);
      return true;
    case "Enter":
      if (active) acts.open(active);
      return true;
    case "Backspace":
      acts.goUp();
      return true;
    case "F2":
      if (active && acts.mayMove) acts.rename(active);
      return true;
    case "Delete":
      if (chosen.length > 0 && acts.mayDelete) acts.remove(chosen);
      return true;
    case "Escape":
      selection.clear();
      return true;
    case "a":
      if (!event.ctrlKey && !event.metaKey) return false;
      selection.all(entries);
      return true;
    default:
      return false;
  }
}

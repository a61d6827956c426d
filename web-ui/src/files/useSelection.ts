import { useState } from "react";

import type { File } from "../api/types";

/** Which entries of a list are chosen, and on which one the keyboard stands. */
export interface Selection {
  chosen: ReadonlySet<number>;
  /** The entry that the keyboard acts on. */
  active: number | undefined;
  isChosen: (entry: File) => boolean;
  /** Chooses this one alone. */
  only: (entry: File) => void;
  /** Adds or takes away this one. */
  toggle: (entry: File) => void;
  /** Chooses everything from the last one to this one. */
  extend: (entries: File[], to: File) => void;
  /** Moves the keyboard and chooses nothing. */
  focus: (entry: File) => void;
  all: (entries: File[]) => void;
  clear: () => void;
}

/** Keeps a selection. It belongs to one folder: another one begins with nothing chosen. */
export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [active, setActive] = useState<number>();
  const [anchor, setAnchor] = useState<number>();

  const start = (entry: File) => {
    setActive(entry.id);
    setAnchor(entry.id);
  };
  return {
    chosen,
    active,
    isChosen: (entry) => chosen.has(entry.id),
    only: (entry) => {
      setChosen(new Set([entry.id]));
      start(entry);
    },
    toggle: (entry) => {
      const next = new Set(chosen);
      if (!next.delete(entry.id)) next.add(entry.id);
      setChosen(next);
      start(entry);
    },
    extend: (entries, to) => {
      const end = entries.indexOf(to);
      const begin = entries.findIndex((entry) => entry.id === anchor);
      const [from, until] = begin < 0 || begin > end ? [end, Math.max(begin, end)] : [begin, end];
      setChosen(new Set(entries.slice(from, until + 1).map((entry) => entry.id)));
      setActive(to.id);
    },
    focus: start,
    all: (entries) => setChosen(new Set(entries.map((entry) => entry.id))),
    clear: () => setChosen(new Set()),
  };
}

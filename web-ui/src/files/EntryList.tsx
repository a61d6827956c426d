import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useRef, type ReactNode } from "react";

import type { File } from "../api/types";
import { classes } from "../ui/classes";
import type { Order } from "./arrange";
import { EntryRow } from "./EntryRow";
import { ListHead } from "./ListHead";
import { useListKeys, type EntryActs } from "./useListKeys";
import type { Selection } from "./useSelection";

/** The columns of the head and of every row. */
export const COLUMNS =
  "grid grid-cols-[2.5rem_minmax(0,1fr)_2.75rem] items-center sm:grid-cols-[2.5rem_minmax(0,1fr)_6rem_8.5rem_5.5rem]";
const ROW_HEIGHT = 44;

interface EntryListProps {
  label: string;
  entries: File[];
  order: Order;
  onOrder: (order: Order) => void;
  selection: Selection;
  acts: EntryActs;
  /** What shows in the place of rows where there are none. */
  empty: ReactNode;
}

/** The rows of a folder. Only those in view exist, so that 100,000 entries are no heavier than a hundred. */
export function EntryList({ label, entries, order, onOrder, selection, acts, empty }: EntryListProps) {
  const id = useId();
  const viewport = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer's functions must not be memoized, and aren't
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    getItemKey: (index) => entries[index]?.id ?? index,
  });
  const activeIndex = entries.findIndex((entry) => entry.id === selection.active);
  const onKeyDown = useListKeys({
    entries,
    activeIndex,
    selection,
    acts,
    pageSize: () => pageSize(viewport.current),
  });

  useEffect(() => {
    if (activeIndex >= 0) rows.scrollToIndex(activeIndex, { align: "auto" });
  }, [activeIndex, rows]);

  return (
    <div
      ref={viewport}
      role="grid"
      aria-label={label}
      aria-multiselectable
      aria-rowcount={entries.length + 1}
      aria-activedescendant={activeIndex >= 0 ? `${id}-${entries[activeIndex]?.id}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className={classes(
        "group/grid min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]",
        // The row that the keyboard stands on wears the ring, where there is one.
        activeIndex >= 0 && "outline-none",
      )}
    >
      <ListHead
        order={order}
        onOrder={onOrder}
        allChosen={entries.length > 0 && selection.chosen.size === entries.length}
        onChooseAll={(all) => (all ? selection.all(entries) : selection.clear())}
      />
      {entries.length === 0 ? (
        <div role="row">
          <div role="gridcell">{empty}</div>
        </div>
      ) : (
        <div role="rowgroup" className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const entry = entries[item.index];
            if (!entry) return null;
            return (
              <EntryRow
                key={item.key}
                id={`${id}-${entry.id}`}
                entry={entry}
                index={item.index}
                offset={item.start}
                isActive={item.index === activeIndex}
                entries={entries}
                selection={selection}
                acts={acts}
              />
            );
          })}
        </div>
      )}
    </div>
  );
}

function pageSize(viewport: HTMLElement | null): number {
  return Math.max(1, Math.floor((viewport?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
}

/** Says how to read the size of an entry. */
export const NO_SIZE = "–";

import { ArrowDown, ArrowUp } from "lucide-react";

import { m } from "../messages";
import { classes } from "../ui/classes";
import type { Order, SortKey } from "./arrange";
import { CheckMark } from "./CheckMark";
import { COLUMNS } from "./EntryList";

interface ListHeadProps {
  order: Order;
  onOrder: (order: Order) => void;
  allChosen: boolean;
  onChooseAll: (all: boolean) => void;
}

/** The headings of the list: each sorts by its column, a second time the other way round. */
export function ListHead({ order, onOrder, allChosen, onChooseAll }: ListHeadProps) {
  const column = (key: SortKey, label: string, className?: string) => (
    <HeadCell
      label={label}
      className={className}
      direction={order.key === key ? (order.descending ? "descending" : "ascending") : undefined}
      onSort={() => onOrder({ key, descending: order.key === key ? !order.descending : key !== "name" })}
    />
  );
  return (
    <div role="rowgroup" className="sticky top-0 z-10 border-b border-line bg-sunken">
      <div role="row" aria-rowindex={1} className={classes(COLUMNS, "h-9 text-xs font-semibold text-muted")}>
        <div role="columnheader" className="grid place-items-center">
          <CheckMark
            label={m.files.selectAll}
            isChecked={allChosen}
            onChange={() => onChooseAll(!allChosen)}
          />
        </div>
        {column("name", m.files.name)}
        {column("size", m.files.size, "max-sm:hidden justify-end")}
        {column("mtime", m.files.changed, "max-sm:hidden pl-6")}
        <div role="columnheader">
          <span className="sr-only">{m.common.actions}</span>
        </div>
      </div>
    </div>
  );
}

interface HeadCellProps {
  label: string;
  className: string | undefined;
  direction: "ascending" | "descending" | undefined;
  onSort: () => void;
}

function HeadCell({ label, className, direction, onSort }: HeadCellProps) {
  const Arrow = direction === "descending" ? ArrowDown : ArrowUp;
  return (
    <div role="columnheader" aria-sort={direction ?? "none"} className={classes("flex min-w-0", className)}>
      <button
        type="button"
        onClick={onSort}
        className="flex h-9 cursor-pointer items-center gap-1 hover:text-ink"
      >
        {label}
        {direction && <Arrow aria-hidden className="size-3.5" />}
      </button>
    </div>
  );
}

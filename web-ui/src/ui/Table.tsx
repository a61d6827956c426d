import type { ReactNode } from "react";

import { classes } from "./classes";

/** The frame around a list: a sheet of its own. */
export function Sheet({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <section
      className={classes("overflow-hidden rounded-xl border border-line bg-surface shadow-card", className)}
    >
      {children}
    </section>
  );
}

interface TableProps {
  label: string;
  head: ReactNode;
  children: ReactNode;
}

/** A table that scrolls sideways by itself where the screen is too narrow for it. */
export function Table({ label, head, children }: TableProps) {
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={label}>
      <table aria-label={label} className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line bg-sunken">{head}</tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </div>
  );
}

interface CellProps {
  children?: ReactNode;
  className?: string | undefined;
}

/** A heading of a column. */
export function Th({ children, className }: CellProps) {
  return (
    <th
      scope="col"
      className={classes("h-9 px-4 text-xs font-semibold whitespace-nowrap text-muted", className)}
    >
      {children}
    </th>
  );
}

/** The heading of a column of buttons, which needs no words for the eye. */
export function ActionsTh({ label }: { label: string }) {
  return (
    <th scope="col" className="w-px">
      <span className="sr-only">{label}</span>
    </th>
  );
}

/** A cell. */
export function Td({ children, className }: CellProps) {
  return <td className={classes("px-4 py-2.5 align-middle", className)}>{children}</td>;
}

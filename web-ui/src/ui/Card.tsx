import type { ReactNode } from "react";

import { Sheet } from "./Table";

interface CardProps {
  title: string;
  lead?: ReactNode;
  action?: ReactNode;
  /** Tables bring their own margins. */
  flush?: boolean;
  children: ReactNode;
}

/** A part of a page, with its heading. */
export function Card({ title, lead, action, flush = false, children }: CardProps) {
  return (
    <Sheet>
      <header className="flex flex-wrap items-center justify-between gap-3 border-b border-line px-4 py-3">
        <div className="min-w-0">
          <h2 className="font-semibold">{title}</h2>
          {lead && <p className="text-xs text-muted">{lead}</p>}
        </div>
        {action}
      </header>
      <div className={flush ? "" : "p-4"}>{children}</div>
    </Sheet>
  );
}

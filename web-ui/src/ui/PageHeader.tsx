import { useEffect, type ReactNode } from "react";

import { m } from "../messages";

interface PageHeaderProps {
  title: string;
  /** One sentence: what this page is for. */
  lead?: ReactNode;
  actions?: ReactNode;
}

/** The head of a page; it names the browser's tab, too. */
export function PageHeader({ title, lead, actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = m.common.pageTitle(title);
  }, [title]);
  return (
    <header className="flex flex-col gap-x-6 gap-y-3 pb-5 sm:flex-row sm:items-end">
      <div className="min-w-0 flex-1">
        <h1 className="text-[1.625rem] leading-8 font-semibold tracking-tight wrap-anywhere">{title}</h1>
        {lead && <p className="mt-1 max-w-2xl text-pretty text-muted">{lead}</p>}
      </div>
      {actions && <div className="flex shrink-0 flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

import { useEffect, type ReactNode } from "react";

import { m } from "../messages";

interface GreetingPageProps {
  title: string;
  lead?: string;
  /** What the browser's tab says, where the title is too long for it. */
  tabTitle?: string;
  children: ReactNode;
}

/** The sheet of paper that greets people who are not signed in. */
export function GreetingPage({ title, lead, tabTitle, children }: GreetingPageProps) {
  useEffect(() => {
    document.title = m.common.pageTitle(tabTitle ?? title);
  }, [tabTitle, title]);
  return (
    <main className="flex min-h-full items-center justify-center bg-paper p-4">
      <div className="w-full max-w-sm drop-shadow-[0_14px_30px_rgb(var(--shade)/0.14)]">
        <div className="folded relative flex flex-col gap-5 rounded-2xl bg-surface px-7 pt-8 pb-9">
          <div>
            <div className="flex items-center gap-2.5 text-accent">
              <img src="/keyfold.svg" alt="" className="size-8" />
              <span className="text-lg font-semibold tracking-tight">{m.shell.product}</span>
            </div>
            <h1 className="mt-6 text-2xl leading-7 font-semibold">{title}</h1>
            {lead && <p className="mt-1.5 text-pretty text-muted">{lead}</p>}
          </div>
          {children}
        </div>
      </div>
    </main>
  );
}

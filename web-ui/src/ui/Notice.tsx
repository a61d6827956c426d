import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { explainError } from "../api/error";
import { classes } from "./classes";

type Kind = "info" | "caution" | "error";

const looks: Record<Kind, string> = {
  info: "bg-accent-wash text-ink [&>svg]:text-accent",
  caution: "bg-fence-wash text-ink [&>svg]:text-fence",
  error: "bg-danger-wash text-ink [&>svg]:text-danger",
};

const icons = { info: Info, caution: TriangleAlert, error: CircleAlert };

interface NoticeProps {
  kind?: Kind;
  title?: string;
  children: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** A sentence or two that stands in the page: errors are read out at once. */
export function Notice({ kind = "info", title, children, action, className }: NoticeProps) {
  const Icon = icons[kind];
  return (
    <div
      role={kind === "error" ? "alert" : undefined}
      className={classes("flex items-start gap-2.5 rounded-lg px-3.5 py-3 text-sm", looks[kind], className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-semibold">{title}</p>}
        <div className="text-pretty break-words">{children}</div>
      </div>
      {action}
    </div>
  );
}

/** What went wrong, in the words of the server. Nothing where nothing did. */
export function Problem({ error, className }: { error: unknown; className?: string }) {
  if (!error) return null;
  return (
    <Notice kind="error" {...(className ? { className } : {})}>
      {explainError(error)}
    </Notice>
  );
}

import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** What belongs here, and how it gets here. */
  children?: ReactNode;
  action?: ReactNode;
  /** The state is the whole page, and its title the page's. */
  isPage?: boolean;
}

/** A place with nothing in it yet, which says what belongs there. */
export function EmptyState({ icon: Icon, title, children, action, isPage = false }: EmptyStateProps) {
  const Title = isPage ? "h1" : "h2";
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-14 text-center">
      <span className="mb-4 grid size-12 place-items-center rounded-xl bg-accent-wash text-accent">
        <Icon aria-hidden className="size-6" />
      </span>
      <Title className="text-base font-semibold">{title}</Title>
      {children && <div className="mt-1.5 text-pretty text-muted">{children}</div>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

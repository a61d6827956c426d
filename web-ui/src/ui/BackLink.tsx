import { Link, type LinkProps } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";

/** Leads up to the list that a page belongs to. */
export function BackLink({ to, label }: { to: NonNullable<LinkProps["to"]>; label: string }) {
  return (
    <Link to={to} className="mb-3 inline-flex items-center gap-1.5 rounded text-muted hover:text-ink">
      <ArrowLeft aria-hidden className="size-4" />
      {label}
    </Link>
  );
}

import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";

import { m } from "../messages";
import { ancestry, nameOf } from "./paths";

interface BreadcrumbsProps {
  path: string;
}

/** The folders above, each a link; the last one is where one is. */
export function Breadcrumbs({ path }: BreadcrumbsProps) {
  const folders = ancestry(path);
  return (
    <nav aria-label={m.files.breadcrumbs} className="min-w-0">
      <ol className="flex flex-wrap items-center gap-x-1 text-[1.0625rem]">
        {folders.map((folder, index) => {
          const name = folder ? nameOf(folder) : m.files.top;
          const last = index === folders.length - 1;
          return (
            <li key={folder} className="flex min-w-0 items-center gap-1">
              {index > 0 && <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />}
              {last ? (
                <h1 aria-current="page" className="truncate px-1 font-semibold">
                  {name}
                </h1>
              ) : (
                <Link
                  to="/files/$"
                  params={{ _splat: folder }}
                  className="truncate rounded px-1 text-muted hover:bg-hover hover:text-ink"
                >
                  {name}
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

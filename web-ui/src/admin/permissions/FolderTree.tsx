import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, Fence, Folder } from "lucide-react";
import { useState } from "react";

import type { File } from "../../api/types";
import { isWithin, nameOf } from "../../files/paths";
import { useFolder } from "../../files/useFolder";
import { m } from "../../messages";
import { classes } from "../../ui/classes";
import { Sheet } from "../../ui/Table";
import { fencesQuery } from "./fences";

/** The folders as a tree; what a fence cuts off from above is drawn so. */
export function FolderTree({ current }: { current: string }) {
  return (
    <Sheet className="lg:sticky lg:top-4">
      <h2 className="border-b border-line px-4 py-3 font-semibold">{m.permissions.tree}</h2>
      <nav
        aria-label={m.permissions.tree}
        className="max-h-72 overflow-auto p-2 lg:max-h-[calc(100dvh-12rem)]"
      >
        <ul>
          <Branch path="" current={current} />
        </ul>
      </nav>
    </Sheet>
  );
}

interface BranchProps {
  path: string;
  current: string;
}

function Branch({ path, current }: BranchProps) {
  const above = isWithin(current, path);
  // Nothing where nobody touched it: then the way to the current folder is open, and all else closed.
  const [touched, setTouched] = useState<boolean>();
  const open = touched ?? above;
  const fences = useQuery(fencesQuery);
  const fenced = fences.data?.some((fence) => fence.path === path) ?? false;
  const name = path ? nameOf(path) : m.files.top;
  const isCurrent = path === current;
  return (
    <li>
      <div
        className={classes(
          "flex h-8 items-center rounded-md",
          isCurrent ? "bg-accent-wash font-semibold text-accent" : "hover:bg-hover",
        )}
      >
        <button
          type="button"
          aria-expanded={open}
          aria-label={open ? m.permissions.treeClose(name) : m.permissions.treeOpen(name)}
          onClick={() => setTouched(!open)}
          className="grid size-7 shrink-0 cursor-pointer place-items-center rounded text-muted"
        >
          <ChevronRight
            aria-hidden
            className={classes("size-3.5 transition-transform", open && "rotate-90")}
          />
        </button>
        <Link
          to="/admin/permissions/$"
          params={{ _splat: path }}
          aria-current={isCurrent ? "page" : undefined}
          activeOptions={{ exact: true }}
          className="flex h-8 min-w-0 flex-1 items-center gap-2 pr-2"
        >
          <Folder aria-hidden strokeWidth={1.6} className="size-4 shrink-0 text-accent" />
          <span className="truncate">{name}</span>
          {fenced && (
            <span className="ml-auto text-fence">
              <Fence aria-hidden className="size-4" />
              <span className="sr-only">{m.permissions.fenced}</span>
            </span>
          )}
        </Link>
      </div>
      {open && (
        <ul
          className={classes("ml-3.5 border-l pl-1.5", fenced ? "border-dashed border-fence" : "border-line")}
        >
          <Children path={path} current={current} />
        </ul>
      )}
    </li>
  );
}

function Children({ path, current }: BranchProps) {
  const { entries, isPending } = useFolder(path);
  const folders = entries.filter((entry: File) => entry.type === "directory");
  if (isPending) return null;
  if (folders.length === 0 && !path) return <li className="p-2 text-muted">{m.permissions.treeEmpty}</li>;
  return folders.map((folder) => <Branch key={folder.path} path={folder.path} current={current} />);
}

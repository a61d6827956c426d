import { Link } from "@tanstack/react-router";
import { Download } from "lucide-react";
import type { MouseEvent } from "react";

import type { File } from "../api/types";
import { m } from "../messages";
import { classes } from "../ui/classes";
import { formatBytes } from "../ui/format";
import { MoreMenu } from "../ui/Menu";
import { Time } from "../ui/Time";
import { CheckMark } from "./CheckMark";
import { EntryIcon } from "./EntryIcon";
import { COLUMNS, NO_SIZE } from "./EntryList";
import { entryMenu } from "./entryMenu";
import { may } from "./may";
import type { EntryActs } from "./useListKeys";
import type { Selection } from "./useSelection";

interface EntryRowProps {
  id: string;
  entry: File;
  index: number;
  offset: number;
  isActive: boolean;
  entries: File[];
  selection: Selection;
  acts: EntryActs;
}

/** One file or folder of the list. */
export function EntryRow({ id, entry, index, offset, isActive, entries, selection, acts }: EntryRowProps) {
  const chosen = selection.isChosen(entry);
  const choose = (event: MouseEvent) => {
    if (event.shiftKey) selection.extend(entries, entry);
    else if (event.metaKey || event.ctrlKey) selection.toggle(entry);
    else selection.only(entry);
  };
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      onClick={choose}
      onDoubleClick={() => acts.open(entry)}
      className={classes(
        COLUMNS,
        "group absolute inset-x-0 top-0 h-11 cursor-default border-b border-line/70",
        chosen ? "bg-accent-wash" : "hover:bg-hover",
        isActive &&
          "shadow-[inset_3px_0_0_var(--accent)] -outline-offset-2 outline-accent group-focus-visible/grid:outline-2",
      )}
      style={{ transform: `translateY(${offset}px)` }}
    >
      <div role="gridcell" className="grid place-items-center">
        <CheckMark
          label={m.files.select(entry.display_name)}
          isChecked={chosen}
          onChange={() => selection.toggle(entry)}
          tabIndex={isActive ? 0 : -1}
        />
      </div>
      <div role="gridcell" className="flex min-w-0 items-center gap-3">
        <EntryIcon entry={entry} />
        <EntryName entry={entry} tabIndex={isActive ? 0 : -1} />
      </div>
      <div role="gridcell" className="text-right text-muted tabular-nums max-sm:hidden">
        {entry.type === "directory" ? NO_SIZE : formatBytes(entry.size)}
      </div>
      <div role="gridcell" className="truncate pl-6 text-muted max-sm:hidden">
        <Time at={entry.mtime} />
      </div>
      <RowButtons entry={entry} acts={acts} tabIndex={isActive ? 0 : -1} />
    </div>
  );
}

function EntryName({ entry, tabIndex }: { entry: File; tabIndex: number }) {
  if (entry.type !== "directory") {
    return (
      <span className="truncate" title={entry.display_name}>
        {entry.display_name}
      </span>
    );
  }
  return (
    <Link
      to="/files/$"
      params={{ _splat: entry.path }}
      tabIndex={tabIndex}
      onClick={(event) => event.stopPropagation()}
      className="truncate font-medium hover:text-accent hover:underline"
      title={entry.display_name}
    >
      {entry.display_name}
    </Link>
  );
}

function RowButtons({ entry, acts, tabIndex }: { entry: File; acts: EntryActs; tabIndex: number }) {
  return (
    <div
      role="gridcell"
      className="flex justify-end pr-2"
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {entry.type === "file" && may(entry, "read") && (
        <button
          type="button"
          aria-label={`${m.files.download} ${entry.display_name}`}
          title={m.files.download}
          tabIndex={tabIndex}
          onClick={() => acts.download([entry])}
          className="grid size-7 cursor-pointer place-items-center rounded-md text-muted opacity-0 group-hover:opacity-100 hover:bg-hover hover:text-ink focus-visible:opacity-100 max-sm:hidden"
        >
          <Download aria-hidden className="size-4" />
        </button>
      )}
      <MoreMenu label={m.common.actionsFor(entry.display_name)} entries={entryMenu(entry, acts)} />
    </div>
  );
}

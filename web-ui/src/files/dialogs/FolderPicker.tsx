import { ChevronRight, CornerLeftUp } from "lucide-react";

import { m } from "../../messages";
import { Problem } from "../../ui/Notice";
import { SkeletonRows } from "../../ui/Skeleton";
import { EntryIcon } from "../EntryIcon";
import { nameOf, parentOf } from "../paths";
import { useFolder } from "../useFolder";

interface FolderPickerProps {
  path: string;
  onPick: (path: string) => void;
}

const row =
  "flex w-full cursor-pointer items-center gap-3 px-3 py-2 text-left hover:bg-hover outline-offset-[-2px]";

/** Walks through the folders that one sees, to choose one. */
export function FolderPicker({ path, onPick }: FolderPickerProps) {
  const { entries, isPending, error } = useFolder(path);
  const folders = entries.filter((entry) => entry.type === "directory");
  return (
    <div className="overflow-hidden rounded-lg border border-line">
      <div className="flex items-center gap-2 border-b border-line bg-sunken px-3 py-2 font-medium">
        <EntryIcon entry={{ type: "directory" }} />
        <span role="status" className="min-w-0 truncate">
          {path ? nameOf(path) : m.files.top}
        </span>
      </div>
      <div className="h-64 overflow-y-auto">
        {path && (
          <button type="button" className={row} onClick={() => onPick(parentOf(path))}>
            <CornerLeftUp aria-hidden className="size-5 text-muted" />
            {parentOf(path) ? nameOf(parentOf(path)) : m.files.top}
          </button>
        )}
        <Problem error={error} className="m-3" />
        {isPending && <SkeletonRows count={4} />}
        {folders.map((folder) => (
          <button key={folder.id} type="button" className={row} onClick={() => onPick(folder.path)}>
            <EntryIcon entry={folder} />
            <span className="min-w-0 flex-1 truncate">{folder.display_name}</span>
            <ChevronRight aria-hidden className="size-4 text-muted" />
          </button>
        ))}
        {!isPending && !error && folders.length === 0 && (
          <p className="px-3 py-6 text-center text-muted">{m.files.onlyFolders}</p>
        )}
      </div>
    </div>
  );
}

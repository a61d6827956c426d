import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";

import type { File } from "../api/types";
import { m } from "../messages";
import { Notice } from "../ui/Notice";
import { SkeletonRows } from "../ui/Skeleton";
import { formatCount } from "../ui/format";
import { tellProblem } from "../ui/toast";
import { arrange, type Order } from "./arrange";
import { Breadcrumbs } from "./Breadcrumbs";
import { Dialogs, type OpenDialog } from "./dialogs/Dialogs";
import { download } from "./download";
import { DropArea } from "./DropArea";
import { EmptyFolder, FolderProblem } from "./EmptyFolder";
import { EntryList } from "./EntryList";
import { may, whyNotAdd } from "./may";
import { SidePanel } from "./panel/SidePanel";
import { nameOf, parentOf } from "./paths";
import { Toolbar } from "./Toolbar";
import { enqueue } from "./transfers/queue";
import { findTaken, type Found } from "./transfers/readDropped";
import { entryQuery, useFolder } from "./useFolder";
import type { EntryActs } from "./useListKeys";
import { useSelection } from "./useSelection";

/** A folder: what is in it, and what may be done there. The route gives each folder a page of its own. */
export function FilesPage({ path }: { path: string }) {
  const { entries, isPending, isComplete, error } = useFolder(path);
  const folder = useQuery(entryQuery(path)).data;
  const [filter, setFilter] = useState("");
  const [order, setOrder] = useState<Order>({ key: "name", descending: false });
  const [dialog, setDialog] = useState<OpenDialog>();
  const [panelOpen, setPanelOpen] = useState(false);
  const selection = useSelection();
  const shown = useMemo(() => arrange(entries, filter, order), [entries, filter, order]);
  const chosen = useMemo(
    () => shown.filter((entry) => selection.chosen.has(entry.id)),
    [shown, selection.chosen],
  );
  const acts = useActs(path, folder, setDialog, (entry) => {
    selection.only(entry);
    setPanelOpen(true);
  });
  const upload = (found: Found[]) => {
    const taken = findTaken(found, entries);
    if (taken.length > 0) setDialog({ kind: "replace", found, taken });
    else enqueue(path, found);
  };
  const name = path ? nameOf(path) : m.files.title;
  useEffect(() => {
    document.title = m.common.pageTitle(name);
  }, [name]);

  const reason = whyNotAdd(folder);
  const problem = entries.length === 0 ? error : null;
  return (
    <DropArea path={path} onUpload={upload}>
      <div className="flex h-full flex-col gap-3 px-3 pt-1 pb-3 sm:px-5 lg:pt-6 lg:pb-5">
        <Breadcrumbs path={path} />
        {problem ? (
          <FolderProblem error={problem} />
        ) : (
          <>
            <Toolbar
              folder={folder}
              onUpload={upload}
              chosen={chosen}
              acts={acts}
              filter={filter}
              onFilter={setFilter}
              onNewFolder={() => setDialog({ kind: "new-folder" })}
              onClear={selection.clear}
              panelOpen={panelOpen}
              onPanel={() => setPanelOpen(!panelOpen)}
            />
            {reason && path && <Notice>{reason}</Notice>}
            <div className="flex min-h-0 flex-1 gap-4">
              <section className="flex min-w-0 flex-1 flex-col overflow-hidden rounded-xl border border-line bg-surface shadow-card">
                {isPending ? (
                  <SkeletonRows count={12} />
                ) : (
                  <EntryList
                    label={m.files.list(path ? name : m.files.top)}
                    entries={shown}
                    order={order}
                    onOrder={setOrder}
                    selection={selection}
                    acts={acts}
                    empty={<EmptyFolder isTop={!path} filter={filter} isWritable={!reason} />}
                  />
                )}
                <StatusLine
                  all={entries.length}
                  shown={shown.length}
                  isComplete={isComplete}
                  isPending={isPending}
                />
              </section>
              {panelOpen && (
                <SidePanel
                  entry={chosen.length === 1 ? chosen[0] : folder}
                  onClose={() => setPanelOpen(false)}
                />
              )}
            </div>
          </>
        )}
      </div>
      <Dialogs path={path} dialog={dialog} onClose={() => setDialog(undefined)} onDone={selection.clear} />
    </DropArea>
  );
}

function useActs(
  path: string,
  folder: File | undefined,
  setDialog: (dialog: OpenDialog) => void,
  showDetails: (entry: File) => void,
): EntryActs {
  const navigate = useNavigate();
  const goTo = (to: string) => void navigate({ to: "/files/$", params: { _splat: to } });
  const save = (entries: File[]) => void download(entries).catch(tellProblem);
  return {
    open: (entry) => (entry.type === "directory" ? goTo(entry.path) : save([entry])),
    download: save,
    rename: (entry) => setDialog({ kind: "rename", entry }),
    move: (entries) => setDialog({ kind: "move", entries }),
    copy: (entries) => setDialog({ kind: "copy", entries }),
    remove: (entries) => setDialog({ kind: "delete", entries }),
    showDetails,
    goUp: () => path && goTo(parentOf(path)),
    mayMove: may(folder, "move"),
    mayDelete: may(folder, "delete"),
  };
}

interface StatusLineProps {
  all: number;
  shown: number;
  isComplete: boolean;
  isPending: boolean;
}

function StatusLine({ all, shown, isComplete, isPending }: StatusLineProps) {
  const count = formatCount(shown);
  const text = !isComplete
    ? m.files.stillLoading(formatCount(all))
    : shown < all
      ? m.files.matching(count, formatCount(all))
      : m.files.entries(count, shown !== 1);
  return (
    <p role="status" className="border-t border-line bg-sunken px-4 py-1.5 text-xs text-muted tabular-nums">
      {isPending ? m.common.loading : text}
    </p>
  );
}

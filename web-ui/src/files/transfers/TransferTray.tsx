import { useQueryClient } from "@tanstack/react-query";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";

import { m } from "../../messages";
import { Button, IconButton } from "../../ui/Button";
import { parentOf } from "../paths";
import { isOpen, transferQueue, type Transfer } from "./queue";
import { TransferRow } from "./TransferRow";

/** The uploads, in the corner of every page. Nothing where there are none. */
export function TransferTray() {
  const transfers = useSyncExternalStore(transferQueue.subscribe, transferQueue.snapshot);
  const [shown, setShown] = useState(true);
  useRefreshing();
  useStayWarning(transfers.some(isOpen));
  if (transfers.length === 0) return null;

  const failed = transfers.filter((transfer) => transfer.state === "failed");
  return (
    <section
      aria-label={m.transfers.title}
      className="fixed right-0 bottom-0 z-30 flex max-h-[60dvh] w-full flex-col rounded-t-xl border border-line bg-raised shadow-float sm:right-4 sm:bottom-4 sm:w-104 sm:rounded-xl"
    >
      <header className="flex items-center gap-1 border-b border-line py-2 pr-2 pl-4">
        <h2 className="flex-1 font-semibold">
          <span role="status">{summary(transfers)}</span>
        </h2>
        <IconButton
          size="small"
          label={shown ? m.transfers.shrink : m.transfers.grow}
          onPress={() => setShown(!shown)}
        >
          {shown ? (
            <ChevronDown aria-hidden className="size-4" />
          ) : (
            <ChevronUp aria-hidden className="size-4" />
          )}
        </IconButton>
        {!transfers.some(isOpen) && (
          <IconButton size="small" label={m.transfers.close} onPress={() => transferQueue.clear()}>
            <X aria-hidden className="size-4" />
          </IconButton>
        )}
      </header>
      {shown && (
        <ul className="min-h-0 divide-y divide-line overflow-y-auto">
          {inOrder(transfers).map((transfer) => (
            <TransferRow key={transfer.id} transfer={transfer} />
          ))}
        </ul>
      )}
      {shown && failed.length > 1 && (
        <footer className="flex justify-end border-t border-line p-2">
          <Button size="small" onPress={() => failed.forEach((transfer) => transferQueue.retry(transfer.id))}>
            {m.transfers.retryAll}
          </Button>
        </footer>
      )}
    </section>
  );
}

function summary(transfers: readonly Transfer[]): string {
  const open = transfers.filter(isOpen).length;
  if (open > 0) return m.transfers.running(open);
  const failed = transfers.filter((transfer) => transfer.state === "failed").length;
  return failed > 0 ? m.transfers.someFailed(failed) : m.transfers.finished;
}

/** At most this many rows are drawn: a folder of 10,000 files is no reason for as many progress bars. */
const ROWS = 200;
const rank = { failed: 0, running: 1, waiting: 2, cancelled: 3, done: 4 };

function inOrder(transfers: readonly Transfer[]): Transfer[] {
  return [...transfers].sort((a, b) => rank[a.state] - rank[b.state] || a.id - b.id).slice(0, ROWS);
}

/** Shows what was stored in its folder, a moment after it was: many small files are one refresh. */
function useRefreshing() {
  const client = useQueryClient();
  useEffect(() => {
    const folders = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    transferQueue.onStored = (path) => {
      folders.add(parentOf(path));
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const folder of folders) {
          void client.invalidateQueries({
            predicate: ({ queryKey: [kind, of] }) => kind === "folder" && isAbove(String(of), folder),
          });
        }
        folders.clear();
      }, 300);
    };
    return () => clearTimeout(timer);
  }, [client]);
}

/** A new folder shows in the one above it, too. */
function isAbove(listed: string, folder: string): boolean {
  return listed === folder || listed === "" || folder.startsWith(`${listed}/`);
}

/** The browser asks before it leaves a page that still uploads. */
function useStayWarning(busy: boolean) {
  useEffect(() => {
    if (!busy) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [busy]);
}

import { explainError } from "../../api/error";
import { join } from "../paths";
import { sendFile } from "./sendFile";

export type TransferState = "waiting" | "running" | "done" | "failed" | "cancelled";

/** An upload, as the page shows it. */
export interface Transfer {
  id: number;
  /** The full path of the file to be. */
  path: string;
  file: Blob & { name: string; lastModified: number };
  state: TransferState;
  sent: number;
  /** Bytes a second, over the last few seconds. */
  speed: number;
  /** Why it failed, in words. */
  problem: string | undefined;
}

const AT_ONCE = 3;

/** The uploads of this page: a few at a time, each to be cancelled and tried again by itself. */
export class TransferQueue {
  private transfers: readonly Transfer[] = [];
  private readonly running = new Map<number, AbortController>();
  private readonly listeners = new Set<() => void>();
  private nextId = 1;

  /** Told after each upload that was stored. */
  onStored: (path: string) => void = () => {};

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = () => this.transfers;

  /** Adds files to be uploaded, each with the path that it will have. */
  add(files: { path: string; file: Transfer["file"] }[]) {
    const added = files.map(({ path, file }) => ({
      id: this.nextId++,
      path,
      file,
      state: "waiting" as const,
      sent: 0,
      speed: 0,
      problem: undefined,
    }));
    this.replace([...this.transfers, ...added]);
    this.startNext();
  }

  cancel(id: number) {
    this.running.get(id)?.abort();
    this.change(id, (transfer) => (isOpen(transfer) ? { ...transfer, state: "cancelled" } : transfer));
    this.startNext();
  }

  retry(id: number) {
    this.change(id, (transfer) =>
      isOpen(transfer) ? transfer : { ...transfer, state: "waiting", sent: 0, speed: 0, problem: undefined },
    );
    this.startNext();
  }

  /** Forgets the uploads that are over. */
  clear() {
    this.replace(this.transfers.filter(isOpen));
  }

  private startNext() {
    while (this.running.size < AT_ONCE) {
      const next = this.transfers.find((transfer) => transfer.state === "waiting");
      if (!next) return;
      void this.run(next);
    }
  }

  private async run(transfer: Transfer) {
    const abort = new AbortController();
    this.running.set(transfer.id, abort);
    this.change(transfer.id, (now) => ({ ...now, state: "running" }));
    try {
      await sendFile(transfer.path, transfer.file, abort.signal, (sent, speed) =>
        this.change(transfer.id, (now) => ({ ...now, sent, speed })),
      );
      this.change(transfer.id, (now) => ({ ...now, state: "done", sent: now.file.size, speed: 0 }));
      this.onStored(transfer.path);
    } catch (error) {
      const state = abort.signal.aborted ? "cancelled" : "failed";
      this.change(transfer.id, (now) => ({ ...now, state, speed: 0, problem: explainError(error) }));
    } finally {
      this.running.delete(transfer.id);
      this.startNext();
    }
  }

  private change(id: number, to: (transfer: Transfer) => Transfer) {
    this.replace(this.transfers.map((transfer) => (transfer.id === id ? to(transfer) : transfer)));
  }

  private replace(transfers: readonly Transfer[]) {
    this.transfers = transfers;
    for (const listener of this.listeners) listener();
  }
}

/** Whether an upload is still to come to an end. */
export function isOpen(transfer: Transfer): boolean {
  return transfer.state === "waiting" || transfer.state === "running";
}

/** Uploads files into a folder. */
export function enqueue(folder: string, found: { path: string; file: Transfer["file"] }[]) {
  transferQueue.add(found.map(({ path, file }) => ({ path: join(folder, path), file })));
}

/** The one queue of the page: uploads go on while one looks at other folders. */
export const transferQueue = new TransferQueue();

import { Ban, CircleAlert, CircleCheck, RotateCw, X } from "lucide-react";
import { ProgressBar } from "react-aria-components";

import { m } from "../../messages";
import { IconButton } from "../../ui/Button";
import { formatBytes } from "../../ui/format";
import { nameOf } from "../paths";
import { isOpen, transferQueue, type Transfer } from "./queue";

/** One upload: how far it is, how fast, and what can be done about it. */
export function TransferRow({ transfer }: { transfer: Transfer }) {
  const name = nameOf(transfer.path);
  const share = transfer.file.size === 0 ? 0 : (transfer.sent / transfer.file.size) * 100;
  return (
    <li className="flex items-start gap-3 py-2.5 pr-2 pl-4">
      <StateIcon state={transfer.state} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium" title={transfer.path}>
          {name}
        </p>
        {transfer.state === "running" && (
          <ProgressBar aria-label={m.transfers.progressOf(name)} value={share} className="my-1.5 block">
            <div className="h-1.5 overflow-hidden rounded-full bg-line">
              <div
                className="h-full rounded-full bg-accent transition-[width]"
                style={{ width: `${share}%` }}
              />
            </div>
          </ProgressBar>
        )}
        <p className={transfer.state === "failed" ? "text-danger" : "text-xs text-muted tabular-nums"}>
          {describe(transfer)}
        </p>
      </div>
      {isOpen(transfer) ? (
        <IconButton
          size="small"
          label={m.transfers.cancel(name)}
          onPress={() => transferQueue.cancel(transfer.id)}
        >
          <X aria-hidden className="size-4" />
        </IconButton>
      ) : (
        transfer.state !== "done" && (
          <IconButton
            size="small"
            label={m.transfers.retry(name)}
            onPress={() => transferQueue.retry(transfer.id)}
          >
            <RotateCw aria-hidden className="size-4" />
          </IconButton>
        )
      )}
    </li>
  );
}

function StateIcon({ state }: { state: Transfer["state"] }) {
  const look = "mt-0.5 size-4 shrink-0";
  if (state === "done") return <CircleCheck aria-hidden className={`${look} text-good`} />;
  if (state === "failed") return <CircleAlert aria-hidden className={`${look} text-danger`} />;
  if (state === "cancelled") return <Ban aria-hidden className={`${look} text-muted`} />;
  return <span aria-hidden className={`${look} rounded-full border-2 border-accent`} />;
}

function describe(transfer: Transfer): string {
  const size = formatBytes(transfer.file.size);
  if (transfer.state === "failed") return transfer.problem ?? "";
  if (transfer.state === "waiting") return `${m.transfers.waiting} · ${size}`;
  if (transfer.state === "cancelled") return m.transfers.cancelled;
  if (transfer.state === "done") return `${m.transfers.done} · ${size}`;
  const parts = [m.transfers.progress(formatBytes(transfer.sent), size)];
  if (transfer.speed > 0) {
    parts.push(m.transfers.speed(formatBytes(transfer.speed)));
    parts.push(m.transfers.left(duration((transfer.file.size - transfer.sent) / transfer.speed)));
  }
  return parts.join(" · ");
}

function duration(seconds: number): string {
  if (seconds < 60) return m.transfers.seconds(Math.max(1, Math.round(seconds)));
  if (seconds < 3600) return m.transfers.minutes(Math.round(seconds / 60));
  return m.transfers.hours(Math.round(seconds / 3600));
}

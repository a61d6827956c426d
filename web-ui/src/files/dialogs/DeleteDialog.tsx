import { useQueryClient } from "@tanstack/react-query";

import { api, take } from "../../api/client";
import type { File } from "../../api/types";
import { m } from "../../messages";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { tell } from "../../ui/toast";
import { EntryIcon } from "../EntryIcon";
import { nameThem } from "./nameThem";

interface DeleteDialogProps {
  entries: File[];
  onClose: () => void;
  onDone: () => void;
}

const NAMED = 6;

/** Names what will be gone before it is deleted. */
export function DeleteDialog({ entries, onClose, onDone }: DeleteDialogProps) {
  const client = useQueryClient();
  const remove = async () => {
    try {
      for (const entry of entries) {
        await take(
          api.DELETE("/api/rest/v1/files/{path}", {
            params: {
              path: { path: entry.path },
              query: entry.type === "directory" ? { recursive: true } : {},
            },
          }),
        );
      }
      onDone();
      tell(m.files.deleted(nameThem(entries)));
    } finally {
      // Some may be gone although one was refused.
      await client.invalidateQueries({ queryKey: ["folder"] });
    }
  };
  const folders = entries.some((entry) => entry.type === "directory");
  return (
    <ConfirmDialog
      title={m.files.deleteTitle(nameThem(entries))}
      action={m.files.delete}
      onConfirm={remove}
      onClose={onClose}
    >
      <ul className="mb-3 flex flex-col gap-1.5">
        {entries.slice(0, NAMED).map((entry) => (
          <li key={entry.id} className="flex min-w-0 items-center gap-2.5">
            <EntryIcon entry={entry} />
            <span className="min-w-0 break-words text-ink">{entry.display_name}</span>
          </li>
        ))}
        {entries.length > NAMED && <li className="text-muted">{m.files.andMore(entries.length - NAMED)}</li>}
      </ul>
      <p>
        {folders && `${m.files.deleteFolders} `}
        {m.files.deleteForGood}
      </p>
    </ConfirmDialog>
  );
}

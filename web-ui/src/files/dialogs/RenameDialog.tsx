import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api, take } from "../../api/client";
import type { File } from "../../api/types";
import { m } from "../../messages";
import { Dialog } from "../../ui/Dialog";
import { tell } from "../../ui/toast";
import { join, parentOf } from "../paths";
import { NameForm } from "./NameForm";

/** Gives an entry another name, in the folder where it is. */
export function RenameDialog({ entry, onClose }: { entry: File; onClose: () => void }) {
  const client = useQueryClient();
  const folder = parentOf(entry.path);
  const rename = useMutation({
    mutationFn: (name: string) =>
      take(
        api.POST("/api/rest/v1/file_actions/move/{path}", {
          params: { path: { path: entry.path } },
          body: { destination: join(folder, name) },
        }),
      ),
    onSuccess: async (_, name) => {
      await client.invalidateQueries({ queryKey: ["folder", folder] });
      tell(m.files.renamed(name));
      onClose();
    },
  });
  return (
    <Dialog title={`${m.files.rename} “${entry.display_name}”`} isOpen onClose={onClose}>
      <NameForm
        label={m.files.newName}
        initial={entry.display_name}
        action={m.files.rename}
        error={rename.error}
        isPending={rename.isPending}
        onSubmit={(name) => (name === entry.display_name ? onClose() : rename.mutate(name))}
        onCancel={onClose}
      />
    </Dialog>
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api, take } from "../../api/client";
import { m } from "../../messages";
import { Dialog } from "../../ui/Dialog";
import { tell } from "../../ui/toast";
import { join } from "../paths";
import { NameForm } from "./NameForm";

/** Makes a folder in this one. */
export function NewFolderDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: (name: string) =>
      take(api.POST("/api/rest/v1/folders/{path}", { params: { path: { path: join(path, name) } } })),
    onSuccess: async (_, name) => {
      await client.invalidateQueries({ queryKey: ["folder", path] });
      tell(m.files.created(name));
      onClose();
    },
  });
  return (
    <Dialog title={m.files.newFolder} isOpen onClose={onClose}>
      <NameForm
        label={m.files.folderName}
        initial=""
        action={m.files.create}
        error={create.error}
        isPending={create.isPending}
        onSubmit={(name) => create.mutate(name)}
        onCancel={onClose}
      />
    </Dialog>
  );
}

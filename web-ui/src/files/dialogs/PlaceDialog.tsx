import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, take } from "../../api/client";
import type { File } from "../../api/types";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Dialog, DialogButtons } from "../../ui/Dialog";
import { Problem } from "../../ui/Notice";
import { tell } from "../../ui/toast";
import { isWithin, join, nameOf } from "../paths";
import { FolderPicker } from "./FolderPicker";
import { nameThem } from "./nameThem";

interface PlaceDialogProps {
  act: "move" | "copy";
  entries: File[];
  from: string;
  onClose: () => void;
  onDone: () => void;
}

/** Moves or copies things to the folder that is picked. */
export function PlaceDialog({ act, entries, from, onClose, onDone }: PlaceDialogProps) {
  const client = useQueryClient();
  const [target, setTarget] = useState(from);
  const what = nameThem(entries);
  const folderName = target ? nameOf(target) : m.files.top;
  const place = useMutation({
    mutationFn: async () => {
      for (const entry of entries) await send(act, entry, join(target, entry.display_name));
    },
    onSuccess: () => {
      tell(act === "move" ? m.files.moved(what, folderName) : m.files.copied(what, folderName));
      onDone();
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["folder"] }),
  });
  const intoItself = entries.some((entry) => entry.type === "directory" && isWithin(target, entry.path));
  return (
    <Dialog
      title={act === "move" ? m.files.moveTitle(what) : m.files.copyTitle(what)}
      isOpen
      onClose={onClose}
    >
      <p className="pb-3 text-muted">{m.files.pickerHint}</p>
      <FolderPicker path={target} onPick={setTarget} />
      <Problem error={place.error} className="mt-4" />
      <DialogButtons>
        <Button onPress={onClose}>{m.common.cancel}</Button>
        <Button
          look="primary"
          isPending={place.isPending}
          isDisabled={target === from || intoItself}
          onPress={() => place.mutate()}
        >
          {act === "move" ? m.files.moveHere : m.files.copyHere}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function send(act: "move" | "copy", entry: File, destination: string) {
  const options = { params: { path: { path: entry.path } }, body: { destination } };
  return act === "move"
    ? take(api.POST("/api/rest/v1/file_actions/move/{path}", options))
    : take(api.POST("/api/rest/v1/file_actions/copy/{path}", options));
}

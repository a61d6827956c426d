import type { File } from "../../api/types";
import type { Found } from "../transfers/readDropped";
import { DeleteDialog } from "./DeleteDialog";
import { NewFolderDialog } from "./NewFolderDialog";
import { PlaceDialog } from "./PlaceDialog";
import { RenameDialog } from "./RenameDialog";
import { ReplaceDialog } from "./ReplaceDialog";

export type OpenDialog =
  | { kind: "new-folder" }
  | { kind: "rename"; entry: File }
  | { kind: "replace"; found: Found[]; taken: Found[] }
  | { kind: "move" | "copy" | "delete"; entries: File[] };

interface DialogsProps {
  path: string;
  dialog: OpenDialog | undefined;
  onClose: () => void;
  /** Called after the act, when what was chosen is no longer there. */
  onDone: () => void;
}

/** The dialog that is open, if one is. */
export function Dialogs({ path, dialog, onClose, onDone }: DialogsProps) {
  switch (dialog?.kind) {
    case "new-folder":
      return <NewFolderDialog path={path} onClose={onClose} />;
    case "rename":
      return <RenameDialog entry={dialog.entry} onClose={onClose} />;
    case "move":
    case "copy":
      return (
        <PlaceDialog
          act={dialog.kind}
          entries={dialog.entries}
          from={path}
          onClose={onClose}
          onDone={onDone}
        />
      );
    case "replace":
      return <ReplaceDialog path={path} found={dialog.found} taken={dialog.taken} onClose={onClose} />;
    case "delete":
      return <DeleteDialog entries={dialog.entries} onClose={onClose} onDone={onDone} />;
    default:
      return null;
  }
}

import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Dialog, DialogButtons } from "../../ui/Dialog";
import { enqueue } from "../transfers/queue";
import type { Found } from "../transfers/readDropped";

interface ReplaceDialogProps {
  path: string;
  /** Everything that is to be uploaded. */
  found: Found[];
  /** The part of it whose names are taken. */
  taken: Found[];
  onClose: () => void;
}

const NAMED = 6;

/** Asks before uploads take the place of files that are there. */
export function ReplaceDialog({ path, found, taken, onClose }: ReplaceDialogProps) {
  const upload = (files: Found[]) => {
    enqueue(path, files);
    onClose();
  };
  return (
    <Dialog title={m.files.replaceTitle(taken.length)} role="alertdialog" isOpen onClose={onClose}>
      <p className="pb-2 text-soft">{m.files.replaceText}</p>
      <ul className="list-disc pl-5">
        {taken.slice(0, NAMED).map((file) => (
          <li key={file.path} className="break-words">
            {file.path}
          </li>
        ))}
        {taken.length > NAMED && <li className="text-muted">{m.files.andMore(taken.length - NAMED)}</li>}
      </ul>
      <DialogButtons>
        <Button onPress={onClose}>{m.common.cancel}</Button>
        {taken.length < found.length && (
          <Button onPress={() => upload(found.filter((file) => !taken.includes(file)))}>
            {m.files.replaceSkip}
          </Button>
        )}
        <Button look="danger" autoFocus onPress={() => upload(found)}>
          {m.files.replace}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

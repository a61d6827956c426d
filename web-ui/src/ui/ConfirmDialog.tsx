import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { m } from "../messages";
import { Button } from "./Button";
import { Dialog, DialogButtons } from "./Dialog";
import { Problem } from "./Notice";

interface ConfirmDialogProps {
  title: string;
  /** What will happen, by name. */
  children: ReactNode;
  /** The word on the button: the act itself, never "OK". */
  action: string;
  /** Acts that make something aren't drawn as dangers. */
  look?: "danger" | "primary";
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something that can't be taken back. A refusal stays in view. */
export function ConfirmDialog({
  title,
  children,
  action,
  look = "danger",
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const act = useMutation({ mutationFn: onConfirm, onSuccess: onClose });
  return (
    <Dialog title={title} role="alertdialog" isOpen onClose={onClose}>
      <div className="text-soft">{children}</div>
      <Problem error={act.error} className="mt-4" />
      <DialogButtons>
        <Button onPress={onClose}>{m.common.cancel}</Button>
        <Button look={look} autoFocus isPending={act.isPending} onPress={() => act.mutate()}>
          {action}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

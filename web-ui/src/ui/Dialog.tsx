import { X } from "lucide-react";
import { useId, type ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";

import { m } from "../messages";
import { IconButton } from "./Button";
import { classes } from "./classes";

interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  width?: "narrow" | "wide";
  /** `alertdialog` for a question that must be answered. */
  role?: "dialog" | "alertdialog";
  children: ReactNode;
}

/** A sheet above the page that wants an answer. */
export function Dialog({ title, isOpen, onClose, width = "narrow", role = "dialog", children }: DialogProps) {
  const heading = useId();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={role === "dialog"}
      className="fixed inset-0 z-40 flex items-end justify-center bg-black/45 p-0 sm:items-center sm:p-6"
    >
      <Modal
        className={classes(
          "flex max-h-[92dvh] w-full flex-col rounded-t-2xl border border-line bg-surface shadow-float sm:rounded-xl",
          width === "wide" ? "sm:max-w-2xl" : "sm:max-w-md",
        )}
      >
        <AriaDialog role={role} aria-labelledby={heading} className="flex min-h-0 flex-col outline-none">
          <div className="flex items-start justify-between gap-3 px-5 pt-4 pb-2">
            <Heading id={heading} slot="title" className="min-w-0 pt-1 text-lg font-semibold break-words">
              {title}
            </Heading>
            <IconButton label={m.common.close} onPress={onClose}>
              <X aria-hidden className="size-4" />
            </IconButton>
          </div>
          <div className="flex min-h-0 flex-col overflow-y-auto px-5 pt-1 pb-5">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The row of buttons at the end of a dialog. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex flex-wrap justify-end gap-2">{children}</div>;
}

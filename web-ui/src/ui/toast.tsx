import { CircleAlert, CircleCheck, X } from "lucide-react";
import {
  Button,
  Text,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components";

import { explainError } from "../api/error";
import { m } from "../messages";

interface Message {
  text: string;
  kind: "done" | "problem";
}

const queue = new ToastQueue<Message>({ maxVisibleToasts: 3 });

/** Says that something was done. It goes away by itself. */
export function tell(text: string) {
  queue.add({ text, kind: "done" }, { timeout: 5000 });
}

/** Says that something was refused or failed. It stays until it is closed. */
export function tellProblem(error: unknown) {
  queue.add({ text: explainError(error), kind: "problem" });
}

/** Where the messages show. */
export function Toasts() {
  return (
    <ToastRegion
      queue={queue}
      aria-label={m.common.messages}
      className="fixed inset-x-4 bottom-4 z-50 flex flex-col gap-2 outline-none sm:right-auto sm:left-1/2 sm:w-96 sm:-translate-x-1/2"
    >
      {({ toast }) => (
        <AriaToast
          toast={toast}
          className="flex items-start gap-3 rounded-lg border border-line bg-raised px-4 py-3 shadow-float outline-none"
        >
          {toast.content.kind === "done" ? (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
          ) : (
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
          )}
          <ToastContent className="min-w-0 flex-1">
            <Text slot="title" className="break-words">
              {toast.content.text}
            </Text>
          </ToastContent>
          <Button
            slot="close"
            aria-label={m.common.close}
            className="-m-1 rounded p-1 text-muted hover:bg-hover"
          >
            <X aria-hidden className="size-4" />
          </Button>
        </AriaToast>
      )}
    </ToastRegion>
  );
}

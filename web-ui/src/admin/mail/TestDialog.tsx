import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";

import { api, take } from "../../api/client";
import { m } from "../../messages";
import { useMe } from "../../session/useMe";
import { Button } from "../../ui/Button";
import { Dialog, DialogButtons } from "../../ui/Dialog";
import { TextField } from "../../ui/fields";
import { Notice, Problem } from "../../ui/Notice";

/** Sends a mail at once, and shows what the server answered. */
export function TestDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const me = useMe();
  const [to, setTo] = useState(me.user.email ?? "");
  const test = useMutation({
    mutationFn: () => take(api.POST("/api/v1/mail/test", { body: { to } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["mail"] }),
  });
  const sent = test.data;
  return (
    <Dialog title={m.mail.testTitle} isOpen onClose={onClose}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          test.mutate();
        }}
      >
        <p className="text-soft">{m.mail.testText}</p>
        <TextField label={m.mail.testTo} type="email" value={to} onChange={setTo} isRequired autoFocus />
        {sent && (
          <Notice
            kind={sent.state === "sent" ? "info" : "error"}
            title={sent.state === "sent" ? m.mail.testOk : m.mail.testFailed}
          >
            {sent.answer && <span className="font-mono text-xs break-words">{sent.answer}</span>}
          </Notice>
        )}
        <Problem error={test.error} />
        <DialogButtons>
          <Button onPress={onClose}>{sent ? m.common.done : m.common.cancel}</Button>
          <Button type="submit" look="primary" isPending={test.isPending}>
            {m.mail.testSubmit}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

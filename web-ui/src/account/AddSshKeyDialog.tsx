import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";

import { api, take } from "../api/client";
import { m } from "../messages";
import { Button } from "../ui/Button";
import { Dialog, DialogButtons } from "../ui/Dialog";
import { TextField } from "../ui/fields";
import { Problem } from "../ui/Notice";
import { tell } from "../ui/toast";

/** Adds a key by pasting it. Its comment becomes its name, where it has one. */
export function AddSshKeyDialog({ userId, onClose }: { userId: number; onClose: () => void }) {
  const client = useQueryClient();
  const [title, setTitle] = useState("");
  const [text, setText] = useState("");
  const add = useMutation({
    mutationFn: () =>
      take(
        api.POST("/api/rest/v1/public_keys", {
          body: { user_id: userId, title: title || comment(text), public_key: text.trim() },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["ssh-keys", userId] });
      tell(m.account.keyAdded);
      onClose();
    },
  });
  return (
    <Dialog title={m.account.addSshKey} isOpen onClose={onClose}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextField
          label={m.account.keyText}
          value={text}
          onChange={setText}
          rows={4}
          mono
          help={m.account.keyTextHelp}
          isRequired
          autoFocus
        />
        <TextField
          label={m.account.keyTitle}
          value={title}
          onChange={setTitle}
          placeholder={comment(text) || m.account.keyTitlePlaceholder}
          isRequired={!comment(text)}
        />
        <Problem error={add.error} />
        <DialogButtons>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button type="submit" look="primary" isPending={add.isPending}>
            {m.account.addSubmit}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

function comment(key: string): string {
  return key.trim().split(/\s+/).slice(2).join(" ");
}

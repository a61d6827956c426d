import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";

import { api, take } from "../../../api/client";
import type { ScimToken } from "../../../api/types";
import { m } from "../../../messages";
import { Button } from "../../../ui/Button";
import { Dialog, DialogButtons } from "../../../ui/Dialog";
import { TextField } from "../../../ui/fields";
import { Problem } from "../../../ui/Notice";
import { endOfDay } from "./day";
import { ShownToken } from "./ShownToken";

interface RotateTokenDialogProps {
  token: ScimToken;
  onClose: () => void;
}

/** Makes a new token beside the old one, which works until a day that one chooses. */
export function RotateTokenDialog({ token, onClose }: RotateTokenDialogProps) {
  const client = useQueryClient();
  const [until, setUntil] = useState("");
  const rotate = useMutation({
    mutationFn: () =>
      take(
        api.POST("/api/v1/scim_tokens/{id}/rotate", {
          params: { path: { id: token.id } },
          body: until ? { old_expires_at: endOfDay(until) } : {},
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ["scim-tokens"] }),
  });
  const made = rotate.data?.token;
  const words = m.directory.tokens;
  return (
    <Dialog title={made ? words.shownTitle : words.rotateTitle(token.label)} isOpen onClose={onClose}>
      {made ? (
        <ShownToken token={made} onClose={onClose} />
      ) : (
        <Form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            rotate.mutate();
          }}
        >
          <p className="text-soft">{words.rotateText}</p>
          <TextField
            label={words.oldUntil}
            help={words.oldUntilHelp}
            type="date"
            value={until}
            onChange={setUntil}
          />
          <Problem error={rotate.error} />
          <DialogButtons>
            <Button onPress={onClose}>{m.common.cancel}</Button>
            <Button type="submit" look="primary" isPending={rotate.isPending}>
              {words.rotateSubmit}
            </Button>
          </DialogButtons>
        </Form>
      )}
    </Dialog>
  );
}

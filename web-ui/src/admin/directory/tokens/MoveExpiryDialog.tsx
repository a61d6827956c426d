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
import { tell } from "../../../ui/toast";
import { endOfDay } from "./day";

/** Moves the day on which a token ends, either way. */
export function MoveExpiryDialog({ token, onClose }: { token: ScimToken; onClose: () => void }) {
  const client = useQueryClient();
  const words = m.directory.tokens;
  const [day, setDay] = useState(token.expires_at.slice(0, 10));
  const move = useMutation({
    mutationFn: () =>
      take(
        api.PATCH("/api/v1/scim_tokens/{id}", {
          params: { path: { id: token.id } },
          body: { expires_at: endOfDay(day) },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["scim-tokens"] });
      tell(words.moved);
      onClose();
    },
  });
  return (
    <Dialog title={words.moveOf(token.label)} isOpen onClose={onClose}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          move.mutate();
        }}
      >
        <p className="text-soft">{words.moveText}</p>
        <TextField label={words.worksUntil} type="date" value={day} onChange={setDay} isRequired autoFocus />
        <Problem error={move.error} />
        <DialogButtons>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button type="submit" look="primary" isPending={move.isPending}>
            {words.moveSubmit}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

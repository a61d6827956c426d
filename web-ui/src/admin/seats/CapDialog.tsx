import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";

import { api, take } from "../../api/client";
import type { Seats } from "../../api/types";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Dialog, DialogButtons } from "../../ui/Dialog";
import { TextField } from "../../ui/fields";
import { formatCount } from "../../ui/format";
import { Notice, Problem } from "../../ui/Notice";
import { tell } from "../../ui/toast";

interface CapDialogProps {
  seats: Seats;
  onClose: () => void;
}

/** Sets how many seats there may be. */
export function CapDialog({ seats, onClose }: CapDialogProps) {
  const client = useQueryClient();
  const [cap, setCap] = useState(seats.cap == null ? "" : String(seats.cap));
  const number = cap.trim() === "" ? null : Number(cap);
  const words = m.seats.capDialog;
  const save = useMutation({
    mutationFn: () => take(api.PUT("/api/v1/seats/cap", { body: { cap: number } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["seats"] });
      tell(number === null ? words.removed : words.saved(formatCount(number)));
      onClose();
    },
  });
  return (
    <Dialog title={words.title} isOpen onClose={onClose}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <p className="text-soft">{words.text}</p>
        <TextField
          label={words.field}
          help={words.help}
          value={cap}
          onChange={setCap}
          autoFocus
          validate={(value) => (/^\s*\d*\s*$/.test(value) ? null : words.notANumber)}
        />
        {number !== null && number < seats.now && (
          <Notice kind="caution">{words.below(formatCount(seats.now))}</Notice>
        )}
        <Problem error={save.error} />
        <DialogButtons>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button type="submit" look="primary" isPending={save.isPending}>
            {m.common.save}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

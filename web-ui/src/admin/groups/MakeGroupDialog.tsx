import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Form } from "react-aria-components";

import { api, take } from "../../api/client";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Dialog, DialogButtons } from "../../ui/Dialog";
import { TextField } from "../../ui/fields";
import { Problem } from "../../ui/Notice";
import { tell } from "../../ui/toast";

/** Makes a group that no directory knows of. */
export function MakeGroupDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const make = useMutation({
    mutationFn: () => take(api.POST("/api/rest/v1/groups", { body: { name: name.trim() } })),
    onSuccess: async (group) => {
      await client.invalidateQueries({ queryKey: ["groups"] });
      tell(m.groups.made(group.name));
      await navigate({ to: "/admin/groups/$id", params: { id: String(group.id) } });
    },
  });
  return (
    <Dialog title={m.groups.add} isOpen onClose={onClose}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <TextField
          label={m.groups.name}
          value={name}
          onChange={setName}
          autoComplete="off"
          isRequired
          autoFocus
        />
        <Problem error={make.error} className="mt-4" />
        <DialogButtons>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button type="submit" look="primary" isPending={make.isPending}>
            {m.groups.addSubmit}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

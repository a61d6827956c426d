import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";

import { api, take } from "../../../api/client";
import type { SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Button } from "../../../ui/Button";
import { Dialog, DialogButtons } from "../../../ui/Dialog";
import { TextField } from "../../../ui/fields";
import { Problem } from "../../../ui/Notice";
import { ShownToken } from "./ShownToken";

interface MakeTokenDialogProps {
  connection: SsoStrategy;
  onClose: () => void;
}

/** Makes a token, and shows it this once. */
export function MakeTokenDialog({ connection, onClose }: MakeTokenDialogProps) {
  const client = useQueryClient();
  const [label, setLabel] = useState("");
  const make = useMutation({
    mutationFn: () =>
      take(
        api.POST("/api/v1/scim_tokens", { body: { sso_strategy_id: connection.id, label: label || null } }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ["scim-tokens"] }),
  });
  const token = make.data?.token;
  return (
    <Dialog
      title={token ? m.directory.tokens.shownTitle : m.directory.tokens.makeTitle}
      isOpen
      onClose={onClose}
    >
      {token ? (
        <ShownToken token={token} onClose={onClose} />
      ) : (
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            make.mutate();
          }}
        >
          <TextField
            label={m.directory.tokens.name}
            value={label}
            onChange={setLabel}
            placeholder={m.directory.tokens.namePlaceholder}
            autoFocus
          />
          <Problem error={make.error} className="mt-4" />
          <DialogButtons>
            <Button onPress={onClose}>{m.common.cancel}</Button>
            <Button type="submit" look="primary" isPending={make.isPending}>
              {m.directory.tokens.makeSubmit}
            </Button>
          </DialogButtons>
        </Form>
      )}
    </Dialog>
  );
}

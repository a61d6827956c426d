import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FieldError, Form, Input, Label, Text, TextField } from "react-aria-components";

import { api, take } from "../api/client";
import { ApiError } from "../api/error";
import { m } from "../messages";
import { GreetingPage } from "../session/GreetingPage";
import { Button } from "../ui/Button";
import { Problem } from "../ui/Notice";
import type { Found } from "./ApprovePage";

const LENGTH = 8;

/** The letters and digits of what was typed, in two parts as the terminal shows them. */
function arrange(typed: string): string {
  const letters = typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, LENGTH);
  return letters.length > LENGTH / 2 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters;
}

/** Asks for the code that stands in the terminal. */
export function CodeForm({ onFound }: { onFound: (found: Found) => void }) {
  const client = useQueryClient();
  const [code, setCode] = useState("");
  const whole = code.length === LENGTH + 1;
  const look = useMutation({
    mutationFn: () => take(api.POST("/api/v1/approvals/look", { body: { code } })),
    onSuccess: (asking) => onFound({ code, asking }),
    onError: (error) => {
      // The right to approve is gone: the page begins anew.
      const ended = error instanceof ApiError && error.type === "not-authorized/fresh-sign-in-required";
      if (ended) void client.invalidateQueries({ queryKey: ["approvals"] });
      setCode("");
    },
  });
  return (
    <GreetingPage title={m.approve.title} lead={m.approve.code.lead}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (whole) look.mutate();
        }}
      >
        <TextField
          value={code}
          onChange={(typed) => setCode(arrange(typed))}
          name="code"
          autoComplete="off"
          autoFocus
          isRequired
          className="flex flex-col gap-2"
        >
          <Label className="text-[0.8125rem] font-medium text-soft">{m.approve.code.label}</Label>
          <Input
            autoCapitalize="characters"
            spellCheck={false}
            placeholder="XXXX-XXXX"
            className="h-16 w-full rounded-lg border border-edge/70 bg-raised text-center font-mono text-[1.7rem] tracking-[0.14em] text-ink uppercase placeholder:text-edge/50 hover:border-edge"
          />
          <Text slot="description" className="text-xs text-pretty text-muted">
            {m.approve.code.help}
          </Text>
          <FieldError className="text-xs text-danger" />
        </TextField>
        <Problem error={look.error} />
        <Button
          type="submit"
          look="primary"
          isPending={look.isPending}
          isDisabled={!whole}
          className="!h-12 w-full !text-base"
        >
          {m.approve.code.submit}
        </Button>
      </Form>
    </GreetingPage>
  );
}

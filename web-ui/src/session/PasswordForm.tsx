import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";

import { api, rememberCsrfToken, take } from "../api/client";
import { m } from "../messages";
import { Button } from "../ui/Button";
import { TextField } from "../ui/fields";
import { Problem } from "../ui/Notice";
import { meQuery } from "./useMe";

/** User name and password, for people outside of the directories. */
export function PasswordForm({ primary }: { primary: boolean }) {
  const client = useQueryClient();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => take(api.POST("/api/rest/v1/sessions", { body: { username, password } })),
    onSuccess: async (session) => {
      rememberCsrfToken(session.csrf_token);
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <TextField
        label={m.session.username}
        name="username"
        autoComplete="username"
        value={username}
        onChange={setUsername}
        isRequired
      />
      <TextField
        label={m.session.password}
        name="password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        isRequired
      />
      <Problem error={signIn.error} />
      <Button
        type="submit"
        look={primary ? "primary" : "plain"}
        isPending={signIn.isPending}
        className="w-full"
      >
        {m.session.submit}
      </Button>
    </Form>
  );
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Form } from "react-aria-components";

import { api, rememberCsrfToken, take } from "../api/client";
import { isNotFound } from "../api/error";
import { m } from "../messages";
import { Button, ButtonLink } from "../ui/Button";
import { TextField } from "../ui/fields";
import { Problem } from "../ui/Notice";
import { GreetingPage } from "./GreetingPage";
import { meQuery } from "./useMe";

const nobody = { name: "", email: "", username: "", password: "" };

/** The first run: the link that the server printed makes the first administrator, once. */
export function SetupPage({ token }: { token: string }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [admin, setAdmin] = useState(nobody);
  const state = useQuery({
    queryKey: ["setup"],
    queryFn: () => take(api.GET("/api/v1/setup")),
    retry: false,
  });
  const make = useMutation({
    mutationFn: () =>
      take(
        api.POST("/api/v1/setup", {
          body: { ...admin, name: admin.name || null, email: admin.email || null, token },
        }),
      ),
    onSuccess: async (session) => {
      rememberCsrfToken(session.csrf_token);
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
      await navigate({ to: "/admin/directory" });
    },
  });
  const set = (field: keyof typeof nobody) => (value: string) => setAdmin({ ...admin, [field]: value });

  if (isNotFound(state.error)) {
    return (
      <GreetingPage title={m.setup.usedTitle} lead={m.setup.used}>
        <ButtonLink href="/sign-in" look="primary">
          {m.session.title}
        </ButtonLink>
      </GreetingPage>
    );
  }
  return (
    <GreetingPage title={m.setup.title} lead={m.setup.lead}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <TextField label={m.setup.name} autoComplete="name" value={admin.name} onChange={set("name")} />
        <TextField
          label={m.setup.email}
          type="email"
          autoComplete="email"
          value={admin.email}
          onChange={set("email")}
        />
        <TextField
          label={m.setup.username}
          autoComplete="username"
          value={admin.username}
          onChange={set("username")}
          isRequired
        />
        <TextField
          label={m.setup.password}
          type="password"
          autoComplete="new-password"
          value={admin.password}
          onChange={set("password")}
          minLength={12}
          help={m.setup.passwordHelp}
          isRequired
        />
        <Problem error={make.error ?? state.error} />
        <Button type="submit" look="primary" isPending={make.isPending} className="w-full">
          {m.setup.submit}
        </Button>
      </Form>
    </GreetingPage>
  );
}

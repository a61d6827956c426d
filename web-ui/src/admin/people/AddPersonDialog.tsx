import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";

import { api, take } from "../../api/client";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Dialog, DialogButtons } from "../../ui/Dialog";
import { TextField, Toggle } from "../../ui/fields";
import { Problem } from "../../ui/Notice";
import { tell } from "../../ui/toast";

const nobody = { name: "", username: "", email: "", password: "", site_admin: false };

/** Makes an account for somebody from outside of the directories. */
export function AddPersonDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [person, setPerson] = useState(nobody);
  const add = useMutation({
    mutationFn: () =>
      take(
        api.POST("/api/rest/v1/users", {
          body: {
            username: person.username,
            name: person.name || null,
            email: person.email || null,
            password: person.password || null,
            site_admin: person.site_admin,
          },
        }),
      ),
    onSuccess: async (user) => {
      await client.invalidateQueries({ queryKey: ["users"] });
      tell(m.people.added(user.name ?? user.username));
      onClose();
    },
  });
  const set = (field: "name" | "username" | "email" | "password") => (value: string) =>
    setPerson({ ...person, [field]: value });
  return (
    <Dialog title={m.people.addTitle} isOpen onClose={onClose}>
      <p className="pb-4 text-muted">{m.people.addLead}</p>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextField
          label={m.people.name}
          value={person.name}
          onChange={set("name")}
          autoComplete="off"
          autoFocus
        />
        <TextField
          label={m.people.username}
          value={person.username}
          onChange={set("username")}
          autoComplete="off"
          isRequired
        />
        <TextField
          label={m.people.email}
          type="email"
          value={person.email}
          onChange={set("email")}
          autoComplete="off"
        />
        <TextField
          label={m.people.password}
          type="password"
          value={person.password}
          onChange={set("password")}
          autoComplete="new-password"
          minLength={12}
          help={m.people.passwordHelp}
        />
        <Toggle
          isSelected={person.site_admin}
          onChange={(site_admin) => setPerson({ ...person, site_admin })}
          help={m.people.siteAdminHelp}
        >
          {m.people.siteAdmin}
        </Toggle>
        <Problem error={add.error} />
        <DialogButtons>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button type="submit" look="primary" isPending={add.isPending}>
            {m.people.addSubmit}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

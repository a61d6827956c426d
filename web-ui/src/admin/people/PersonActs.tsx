import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Power, PowerOff, ShieldCheck, ShieldOff, Trash2 } from "lucide-react";
import { useState } from "react";

import { api, take } from "../../api/client";
import type { User } from "../../api/types";
import { m } from "../../messages";
import { Button, buttonClass } from "../../ui/Button";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { MoreMenu } from "../../ui/Menu";
import { tell, tellProblem } from "../../ui/toast";

/** What an administrator may do with a person: off, on, role, delete. */
export function PersonActs({ user }: { user: User }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<"off" | "delete">();
  const name = user.name ?? user.username;
  const params = { path: { id: user.id } };
  const change = async (body: { disabled?: boolean; site_admin?: boolean }, done: string) => {
    await take(api.PATCH("/api/rest/v1/users/{id}", { params, body }));
    await client.invalidateQueries();
    tell(done);
  };
  const remove = async () => {
    await take(api.DELETE("/api/rest/v1/users/{id}", { params }));
    await client.invalidateQueries({ queryKey: ["users"], refetchType: "none" });
    tell(m.people.deleted(name));
    await navigate({ to: "/admin/people" });
  };
  return (
    <>
      {user.disabled ? (
        <Button
          look="primary"
          unavailable={user.disabled_here ? undefined : m.people.staysOff}
          onPress={() => void change({ disabled: false }, m.people.switchedOn(name)).catch(tellProblem)}
        >
          <Power aria-hidden className="size-4" />
          {m.people.switchOn}
        </Button>
      ) : (
        <Button look="danger" onPress={() => setAsking("off")}>
          <PowerOff aria-hidden className="size-4" />
          {m.people.switchOff}
        </Button>
      )}
      <MoreMenu
        label={m.common.actionsFor(name)}
        className={buttonClass("plain", "normal", true)}
        entries={[
          {
            id: "role",
            label: user.site_admin ? m.people.takeAdmin : m.people.makeAdmin,
            icon: user.site_admin ? <ShieldOff aria-hidden /> : <ShieldCheck aria-hidden />,
            onAction: () =>
              void change({ site_admin: !user.site_admin }, m.people.roleChanged).catch(tellProblem),
          },
          "line",
          {
            id: "delete",
            label: m.people.delete,
            icon: <Trash2 aria-hidden />,
            onAction: () => setAsking("delete"),
            danger: true,
          },
        ]}
      />
      {asking === "off" && (
        <ConfirmDialog
          title={m.people.switchOffTitle(name)}
          action={m.people.switchOff}
          onConfirm={() => change({ disabled: true }, m.people.switchedOff(name))}
          onClose={() => setAsking(undefined)}
        >
          {m.people.switchOffText}
        </ConfirmDialog>
      )}
      {asking === "delete" && (
        <ConfirmDialog
          title={m.people.deleteTitle(name)}
          action={m.people.delete}
          onConfirm={remove}
          onClose={() => setAsking(undefined)}
        >
          {m.people.deleteText}
        </ConfirmDialog>
      )}
    </>
  );
}

import { Link, type LinkProps } from "@tanstack/react-router";
import { ChevronRight, FolderKey, ListChecks, UsersRound, Webhook, type LucideIcon } from "lucide-react";

import type { SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Notice } from "../../../ui/Notice";
import { Checks } from "../Checks";

const words = m.wizard.done;

/** How everything stands at the end, and what is usually next. */
export function DoneStep({ connection }: { connection: SsoStrategy }) {
  const params = { id: String(connection.id) };
  const places: { icon: LucideIcon; label: string; link: LinkProps }[] = [
    {
      icon: FolderKey,
      label: words.permissions,
      link: { to: "/admin/permissions/$", params: { _splat: "" } },
    },
    { icon: UsersRound, label: words.people, link: { to: "/admin/people" } },
    {
      icon: ListChecks,
      label: words.rules,
      link: { to: "/admin/directory/$id", params, search: { tab: "rules" } },
    },
    { icon: Webhook, label: words.log, link: { to: "/admin/scim-log" } },
  ];
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title={m.directory.check} lead={words.lead}>
        <div className="flex flex-col gap-4">
          {connection.preview && <Notice kind="caution">{words.notStarted}</Notice>}
          <Checks connectionId={connection.id} />
        </div>
      </Card>
      <Card title={words.next} flush>
        <ul className="divide-y divide-line">
          {places.map(({ icon: Icon, label, link }) => (
            <li key={label}>
              <Link
                {...link}
                className="flex items-center gap-3 px-4 py-3 outline-offset-[-2px] hover:bg-hover"
              >
                <Icon aria-hidden className="size-4.5 shrink-0 text-accent" />
                <span className="flex-1">{label}</span>
                <ChevronRight aria-hidden className="size-4 text-muted" />
              </Link>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

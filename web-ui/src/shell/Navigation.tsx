import { Link, useNavigate, type LinkProps } from "@tanstack/react-router";
import {
  Armchair,
  Building2,
  ChevronsUpDown,
  FolderKey,
  FolderOpen,
  LogOut,
  Mail,
  MonitorSmartphone,
  ScrollText,
  SunMoon,
  UserCog,
  Users,
  UsersRound,
  Webhook,
  type LucideIcon,
} from "lucide-react";

import { m } from "../messages";
import { signOut } from "../session/signOut";
import { useMe } from "../session/useMe";
import { Avatar } from "../ui/Avatar";
import { MoreMenu } from "../ui/Menu";
import { tellProblem } from "../ui/toast";
import { chooseTheme, type Theme } from "./theme";

interface Place {
  link: LinkProps;
  label: string;
  icon: LucideIcon;
}

const files: Place = {
  link: { to: "/files/$", params: { _splat: "" } },
  label: m.shell.files,
  icon: FolderOpen,
};

const adminPlaces: Place[] = [
  { link: { to: "/admin/people" }, label: m.shell.people, icon: UsersRound },
  { link: { to: "/admin/groups" }, label: m.shell.groups, icon: Users },
  {
    link: { to: "/admin/permissions/$", params: { _splat: "" } },
    label: m.shell.permissions,
    icon: FolderKey,
  },
  { link: { to: "/admin/directory" }, label: m.shell.directory, icon: Building2 },
  { link: { to: "/admin/scim-log" }, label: m.shell.scimLog, icon: Webhook },
  { link: { to: "/admin/audit" }, label: m.shell.audit, icon: ScrollText },
  { link: { to: "/admin/sessions" }, label: m.shell.sessions, icon: MonitorSmartphone },
  { link: { to: "/admin/seats" }, label: m.shell.seats, icon: Armchair },
  { link: { to: "/admin/mail" }, label: m.shell.mail, icon: Mail },
];

/** The places that this person may go to, and nothing else. */
export function Navigation({ onChoose }: { onChoose?: () => void }) {
  const me = useMe();
  return (
    <nav aria-label={m.shell.navigation} className="flex h-full flex-col gap-1 overflow-y-auto px-3 py-4">
      <div className="flex items-center gap-2.5 px-2 pt-1 pb-5">
        <img src="/keyfold.svg" alt="" className="size-7" />
        <span className="text-lg font-semibold tracking-tight">{m.shell.product}</span>
      </div>
      <NavLink place={files} onChoose={onChoose} />
      {me.sees_administration && (
        <>
          <p className="px-2.5 pt-5 pb-1 text-xs font-semibold text-muted">{m.shell.administration}</p>
          {adminPlaces.map((place) => (
            <NavLink key={place.label} place={place} onChoose={onChoose} />
          ))}
          {!me.administers && <p className="px-2.5 pt-2 text-xs text-muted">{m.shell.readOnlyAdmin}</p>}
        </>
      )}
      <div className="flex-1" />
      <AccountMenu onChoose={onChoose} />
    </nav>
  );
}

function NavLink({ place, onChoose }: { place: Place; onChoose: (() => void) | undefined }) {
  const Icon = place.icon;
  return (
    <Link
      {...place.link}
      {...(onChoose ? { onClick: onChoose } : {})}
      activeOptions={{ exact: false, includeSearch: false }}
      className="flex h-9 items-center gap-3 rounded-md px-2.5 text-soft hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-wash aria-[current=page]:font-semibold aria-[current=page]:text-accent"
    >
      <Icon aria-hidden className="size-4.5 shrink-0" />
      {place.label}
    </Link>
  );
}

function AccountMenu({ onChoose }: { onChoose: (() => void) | undefined }) {
  const me = useMe();
  const navigate = useNavigate();
  const name = me.user.name ?? me.user.username;
  const theme = (id: Theme) => ({
    id,
    label: `${m.shell.theme}: ${m.shell.themes[id]}`,
    icon: <SunMoon aria-hidden />,
    onAction: () => chooseTheme(id),
  });
  return (
    <MoreMenu
      label={m.common.actionsFor(name)}
      className="flex cursor-pointer items-center gap-2.5 rounded-md p-2 text-left hover:bg-hover"
      entries={[
        {
          id: "account",
          label: m.shell.account,
          icon: <UserCog aria-hidden />,
          onAction: () => {
            onChoose?.();
            void navigate({ to: "/account" });
          },
        },
        "line",
        theme("system"),
        theme("light"),
        theme("dark"),
        "line",
        {
          id: "sign-out",
          label: m.shell.signOut,
          icon: <LogOut aria-hidden />,
          onAction: () => void signOut().catch(tellProblem),
        },
      ]}
    >
      <Avatar name={name} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{name}</span>
        <span className="block truncate text-xs text-muted">{me.user.username}</span>
      </span>
      <ChevronsUpDown aria-hidden className="size-4 text-muted" />
    </MoreMenu>
  );
}

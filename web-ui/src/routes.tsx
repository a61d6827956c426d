import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  useNavigate,
  useParams,
  useSearch,
} from "@tanstack/react-router";
import { RouterProvider as AriaRouter } from "react-aria-components";

import { FILTER_NAMES } from "./admin/audit/filters";
import { SCIM_LOG_FILTERS } from "./admin/scim-log/filters";
import { FilesPage } from "./files/FilesPage";
import { SetupPage } from "./session/SetupPage";
import { SignInPage } from "./session/SignInPage";
import { useMe } from "./session/useMe";
import { CrashPage, NotFoundPage } from "./shell/ProblemPages";
import { Shell } from "./shell/Shell";

/* The pages that most people never open come when they are opened. */
const AccountPage = lazyRouteComponent(() => import("./account/AccountPage"), "AccountPage");
const ApprovePage = lazyRouteComponent(() => import("./approve/ApprovePage"), "ApprovePage");
const AuditPage = lazyRouteComponent(() => import("./admin/audit/AuditPage"), "AuditPage");
const ConnectionPage = lazyRouteComponent(() => import("./admin/directory/ConnectionPage"), "ConnectionPage");
const DirectoryPage = lazyRouteComponent(() => import("./admin/directory/DirectoryPage"), "DirectoryPage");
const GroupPage = lazyRouteComponent(() => import("./admin/groups/GroupPage"), "GroupPage");
const GroupsPage = lazyRouteComponent(() => import("./admin/groups/GroupsPage"), "GroupsPage");
const PeoplePage = lazyRouteComponent(() => import("./admin/people/PeoplePage"), "PeoplePage");
const PersonPage = lazyRouteComponent(() => import("./admin/people/PersonPage"), "PersonPage");
const PermissionsPage = lazyRouteComponent(
  () => import("./admin/permissions/PermissionsPage"),
  "PermissionsPage",
);
const ChoosePage = lazyRouteComponent(() => import("./admin/directory/wizard/ChoosePage"), "ChoosePage");
const MailPage = lazyRouteComponent(() => import("./admin/mail/MailPage"), "MailPage");
const ScimLogPage = lazyRouteComponent(() => import("./admin/scim-log/ScimLogPage"), "ScimLogPage");
const SeatsPage = lazyRouteComponent(() => import("./admin/seats/SeatsPage"), "SeatsPage");
const SessionsPage = lazyRouteComponent(() => import("./admin/sessions/SessionsPage"), "SessionsPage");
const WizardPage = lazyRouteComponent(() => import("./admin/directory/wizard/WizardPage"), "WizardPage");

/** The search parameters that are texts; all else in the address is left alone. */
function texts<K extends string>(search: Record<string, unknown>, ...names: K[]): Partial<Record<K, string>> {
  const pairs = names.flatMap((name) =>
    search[name] == null ? [] : [[name, String(search[name])] as const],
  );
  return Object.fromEntries(pairs) as Partial<Record<K, string>>;
}

/** The rest of an address as a path of the tree, which neither begins nor ends with a slash. */
function treePath(rest: string | undefined): string {
  return (rest ?? "").replace(/^\/+|\/+$/g, "");
}

const root = createRootRoute({
  component: () => (
    <AriaRouter navigate={(href) => router.history.push(href)}>
      <Outlet />
    </AriaRouter>
  ),
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
});

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/files/$", params: { _splat: "" }, replace: true });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>) => texts(search, "return_to", "cause"),
  component: function SignIn() {
    const { return_to, cause } = useSearch({ from: "/sign-in" });
    const known = cause === "ended" || cause === "signed-out" ? cause : undefined;
    return <SignInPage returnTo={return_to} cause={known} />;
  },
});

const approve = createRoute({ getParentRoute: () => root, path: "/approve", component: ApprovePage });

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup/$token",
  component: function Setup() {
    return <SetupPage token={useParams({ from: "/setup/$token" }).token} />;
  },
});

const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell });

const files = createRoute({
  getParentRoute: () => shell,
  path: "/files/$",
  component: function Files() {
    const path = treePath(useParams({ from: "/shell/files/$" })._splat);
    return <FilesPage key={path} path={path} />;
  },
});

const account = createRoute({ getParentRoute: () => shell, path: "/account", component: AccountPage });

/** The admin pages are not there for those who may not see them. */
const admin = createRoute({
  getParentRoute: () => shell,
  path: "/admin",
  component: function Admin() {
    return useMe().sees_administration ? <Outlet /> : <NotFoundPage />;
  },
});

const people = createRoute({ getParentRoute: () => admin, path: "/people", component: PeoplePage });

const person = createRoute({
  getParentRoute: () => admin,
  path: "/people/$id",
  component: function Person() {
    const { id } = useParams({ from: "/shell/admin/people/$id" });
    return <PersonPage key={id} id={Number(id)} />;
  },
});

const groups = createRoute({ getParentRoute: () => admin, path: "/groups", component: GroupsPage });

const group = createRoute({
  getParentRoute: () => admin,
  path: "/groups/$id",
  component: function Group() {
    const { id } = useParams({ from: "/shell/admin/groups/$id" });
    return <GroupPage key={id} id={Number(id)} />;
  },
});

const permissions = createRoute({
  getParentRoute: () => shell,
  path: "/admin/permissions/$",
  component: function Permissions() {
    return <PermissionsPage path={treePath(useParams({ from: "/shell/admin/permissions/$" })._splat)} />;
  },
});

const directory = createRoute({ getParentRoute: () => admin, path: "/directory", component: DirectoryPage });

const chooseDirectory = createRoute({
  getParentRoute: () => admin,
  path: "/directory/new",
  component: ChoosePage,
});

const connection = createRoute({
  getParentRoute: () => admin,
  path: "/directory/$id",
  validateSearch: (search: Record<string, unknown>) => texts(search, "tab"),
  component: function Connection() {
    const { id } = useParams({ from: "/shell/admin/directory/$id" });
    const { tab } = useSearch({ from: "/shell/admin/directory/$id" });
    const navigate = useNavigate();
    return (
      <ConnectionPage
        key={id}
        id={Number(id)}
        tab={tab}
        onTab={(next) =>
          void navigate({ to: "/admin/directory/$id", params: { id }, search: { tab: next }, replace: true })
        }
      />
    );
  },
});

const wizard = createRoute({
  getParentRoute: () => admin,
  path: "/directory/$id/setup",
  validateSearch: (search: Record<string, unknown>) => texts(search, "step"),
  component: function Wizard() {
    const { id } = useParams({ from: "/shell/admin/directory/$id/setup" });
    const { step } = useSearch({ from: "/shell/admin/directory/$id/setup" });
    return <WizardPage key={id} id={Number(id)} step={step} />;
  },
});

const scimLog = createRoute({
  getParentRoute: () => admin,
  path: "/scim-log",
  validateSearch: (search: Record<string, unknown>) => texts(search, ...SCIM_LOG_FILTERS, "why"),
  component: function ScimLog() {
    const { why, ...filters } = useSearch({ from: "/shell/admin/scim-log" });
    const navigate = useNavigate();
    const show = (search: Partial<Record<string, string>>) =>
      void navigate({ to: "/admin/scim-log", search, replace: true });
    return (
      <ScimLogPage
        filters={filters}
        onFilters={(next) => show({ ...next, ...(why ? { why } : {}) })}
        why={why}
        onWhy={(name) => show({ ...filters, ...(name ? { why: name } : {}) })}
      />
    );
  },
});

const audit = createRoute({
  getParentRoute: () => admin,
  path: "/audit",
  validateSearch: (search: Record<string, unknown>) => texts(search, ...FILTER_NAMES),
  component: function Audit() {
    const filters = useSearch({ from: "/shell/admin/audit" });
    const navigate = useNavigate();
    return (
      <AuditPage
        filters={filters}
        onFilters={(search) => void navigate({ to: "/admin/audit", search, replace: true })}
      />
    );
  },
});

const sessions = createRoute({ getParentRoute: () => admin, path: "/sessions", component: SessionsPage });

const seats = createRoute({ getParentRoute: () => admin, path: "/seats", component: SeatsPage });

const mail = createRoute({ getParentRoute: () => admin, path: "/mail", component: MailPage });

const adminPages = [
  people,
  person,
  groups,
  group,
  directory,
  chooseDirectory,
  connection,
  wizard,
  scimLog,
  audit,
  sessions,
  seats,
  mail,
];

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    signIn,
    approve,
    setup,
    shell.addChildren([files, account, permissions, admin.addChildren(adminPages)]),
  ]),
  defaultPreload: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

import { api, take } from "../api/client";
import { m } from "../messages";
import { Notice, Problem } from "../ui/Notice";
import { ConnectionButton } from "./ConnectionButton";
import { GreetingPage } from "./GreetingPage";
import { PasswordForm } from "./PasswordForm";
import { sitePath } from "./sitePath";
import { meQuery } from "./useMe";

interface SignInPageProps {
  /** Where one wanted to go: a path of this site. */
  returnTo: string | undefined;
  /** How one came here. */
  cause: "ended" | "signed-out" | undefined;
}

/** The sign-in: a button for each directory, then user name and password for people outside. */
export function SignInPage({ returnTo, cause }: SignInPageProps) {
  const me = useQuery(meQuery);
  const page = useQuery({ queryKey: ["login-page"], queryFn: () => take(api.GET("/api/v1/login_page")) });
  const destination = sitePath(returnTo);
  const router = useRouter();
  const signedIn = Boolean(me.data);
  useEffect(() => {
    if (signedIn) router.history.replace(destination);
  }, [signedIn, router, destination]);

  const connections = page.data?.connections ?? [];
  const site = page.data?.site_name ?? m.shell.product;
  return (
    <GreetingPage title={m.session.to(site)} tabTitle={m.session.title}>
      {cause === "ended" && <Notice>{m.session.ended}</Notice>}
      {cause === "signed-out" && <Notice>{m.session.signedOut}</Notice>}
      {page.data?.setup_open && <Notice kind="caution">{m.session.waiting}</Notice>}
      <Problem error={page.error} />
      {page.isPending && <div className="skeleton h-12 w-full" />}
      {connections.map((connection) => (
        <ConnectionButton key={connection.id} connection={connection} returnTo={destination} />
      ))}
      {connections.length > 0 && (
        <div className="flex items-center gap-3 text-xs text-muted">
          <span className="h-px flex-1 bg-line" />
          {m.session.or}
          <span className="h-px flex-1 bg-line" />
        </div>
      )}
      <PasswordForm primary={connections.length === 0} />
    </GreetingPage>
  );
}

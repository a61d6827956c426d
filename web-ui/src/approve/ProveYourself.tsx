import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";

import { api, take } from "../api/client";
import { m } from "../messages";
import { GreetingPage } from "../session/GreetingPage";
import { buttonClass } from "../ui/Button";
import { classes } from "../ui/classes";
import { Notice, Problem } from "../ui/Notice";
import { ProviderMark } from "../ui/ProviderMark";

interface ProveYourselfProps {
  /** Where the person who is signed in shows anew who they are. */
  signInUrl: string | null | undefined;
  signedIn: boolean;
}

const wide = classes(buttonClass("primary"), "!h-12 w-full !text-base");

/** Leads to the company directory, which asks who one is even if it knows. */
export function ProveYourself({ signInUrl, signedIn }: ProveYourselfProps) {
  return (
    <GreetingPage title={m.approve.title} lead={m.approve.prove.lead}>
      {signInUrl ? (
        <a href={signInUrl} className={wide}>
          <ShieldCheck aria-hidden className="size-5" />
          {m.approve.prove.go}
        </a>
      ) : signedIn ? (
        <Notice kind="caution">{m.approve.prove.local}</Notice>
      ) : (
        <Directories />
      )}
    </GreetingPage>
  );
}

/** One button for each directory, for browsers that nobody is signed in with. */
function Directories() {
  const page = useQuery({ queryKey: ["login-page"], queryFn: () => take(api.GET("/api/v1/login_page")) });
  if (page.isPending) return <div className="skeleton h-12 w-full" />;
  if (page.error) return <Problem error={page.error} />;
  const { connections } = page.data;
  if (connections.length === 0) return <Notice kind="caution">{m.approve.prove.none}</Notice>;
  return connections.map((connection) => (
    <a
      key={connection.id}
      href={`${connection.login_url}?return_to=%2Fapprove&from=approval`}
      className={wide}
    >
      <ProviderMark provider={connection.provider} logo={connection.logo_url} />
      {m.approve.prove.with(connection.label)}
    </a>
  ));
}

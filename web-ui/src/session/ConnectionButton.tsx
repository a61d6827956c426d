import type { LoginConnection } from "../api/types";
import { m } from "../messages";
import { buttonClass } from "../ui/Button";
import { classes } from "../ui/classes";
import { ProviderMark } from "../ui/ProviderMark";

interface ConnectionButtonProps {
  connection: LoginConnection;
  returnTo: string;
}

/** Leads to the sign-in of a company directory, and back to where one wanted to go. */
export function ConnectionButton({ connection, returnTo }: ConnectionButtonProps) {
  const url = new URL(connection.login_url, location.origin);
  url.searchParams.set("return_to", returnTo);
  return (
    <a href={url.href} className={classes(buttonClass("primary"), "!h-12 w-full !text-base")}>
      <ProviderMark provider={connection.provider} logo={connection.logo_url} />
      {m.session.with(connection.label)}
    </a>
  );
}

// What every identity provider of these tests can do, whoever wrote it.
import type { Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Somebody whom the identity provider knows. */
export interface Person {
  userName: string;
  password: string;
  email: string;
  givenName: string;
  familyName: string;
  groups: string[];
}

/** A running identity provider, which trusts one service provider. */
export interface IdentityProvider {
  /** Its metadata document. */
  metadata: string;
  /** Fills in and sends its sign-in form, which the page shows. */
  signIn: (page: Page, person: Person) => Promise<void>;
  /** Ends the person's session there, as they would from its own page. */
  signOut: (page: Page) => Promise<void>;
  /** Ends it. */
  stop: () => Promise<void>;
}

/** One of them, not started yet. */
export interface Product {
  name: string;
  /** Whether it encrypts assertions for a service provider that has a key. */
  encrypts: boolean;
  /** Why it can't run here, where it is one that needn't be here. */
  missing?: () => string | undefined;
  /** Starts it with these people, for the service provider of this metadata document. */
  start: (serviceProvider: string, people: Person[]) => Promise<IdentityProvider>;
}

/** Where `scripts/identity-providers.sh` puts what Debian doesn't have. */
export const installed = join(process.env["CARGO_TARGET_DIR"] ?? "../target", "identity-providers");

/** A key and its self-signed certificate, `idp.key` and `idp.crt` in this folder. */
export function makeKey(folder: string): void {
  const files = ["-keyout", join(folder, "idp.key"), "-out", join(folder, "idp.crt")];
  const subject = ["-subj", "/CN=identity provider", "-days", "2"];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...subject, ...files];
  execFileSync("openssl", request, { stdio: "ignore" });
}

/** The sign-in form that all of them have in some shape: a name, a password, a button. */
export async function fillForm(page: Page, person: Person): Promise<void> {
  await page.locator("input[name=username]").fill(person.userName);
  await page.locator("input[name=password]").fill(person.password);
  await page.locator("input[name=password]").press("Enter");
}

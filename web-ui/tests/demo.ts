// A demo of its own for each test file: the real binary on free ports, ended at the end.
import { test as base, type Browser, type Page } from "@playwright/test";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What `keyfold demo --ready-file` tells. */
export interface Ready {
  base_url: string;
  idp_url: string;
  sftp: string;
  admin: { user_name: string; password: string; api_key: string };
  people: { user_name: string; ssh_key_file: string }[];
}

const binary = process.env["KEYFOLD_BIN"] ?? "../target/debug/keyfold";

/** Starts a demo with these flags; the returned function ends it. */
export async function startDemo(...flags: string[]): Promise<{ ready: Ready; stop: () => Promise<void> }> {
  if (!existsSync(binary)) throw new Error(`${binary} is missing: build it with 'cargo build --bin keyfold'`);
  const folder = mkdtempSync(join(tmpdir(), "keyfold-"));
  const file = join(folder, "ready.json");
  const watcher = watch(folder);
  const child = spawn(binary, ["demo", "--port-base", "0", "--ready-file", file, ...flags], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const look = () => existsSync(file) && resolve();
    watcher.on("change", look);
    child.once("exit", (code) => reject(new Error(`keyfold demo ended with ${code}`)));
    look();
  });
  watcher.close();
  const ready = JSON.parse(readFileSync(file, "utf8")) as Ready;
  const stop = async () => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { ready, stop };
}

/** A page in a browser session of its own, as on another person's machine. */
export async function pageOf(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 1440, height: 900 },
  });
  return context.newPage();
}

/** Signs in with user name and password. */
export async function signInAsAdmin(page: Page, ready: Ready): Promise<void> {
  await page.goto(ready.base_url);
  await page.getByLabel("User name").fill(ready.admin.user_name);
  await page.getByLabel("Password").fill(ready.admin.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("link", { name: "Permissions" }).waitFor();
}

/** Keeps a picture of the page as an artefact. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join("test-results", "pictures", `${name}.png`) });
}

export const test = base;
export { expect } from "@playwright/test";

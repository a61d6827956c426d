// A directory is connected with the wizard alone, from nothing to synced; its token is rotated without a gap; and somebody
// who is missing is found.
import AxeBuilder from "@axe-core/playwright";
import { request, type APIRequestContext, type Page } from "@playwright/test";

import { expect, pageOf, picture, signInAsAdmin, startDemo, test, type Ready } from "./demo";

test.describe.configure({ mode: "serial" });

let ready: Ready;
let stop: () => Promise<void>;
let admin: Page;
let directory: Page;

test.beforeAll(async ({ browser }) => {
  ({ ready, stop } = await startDemo("--unconnected"));
  admin = await pageOf(browser);
  await admin.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  directory = await pageOf(browser);
  await signInAsAdmin(admin, ready);
  await directory.goto(ready.idp_url);
});
test.afterAll(async () => {
  await admin.context().close();
  await directory.context().close();
  await stop();
});

test("the wizard leads from nothing to a synced directory", async ({ browser }) => {
  await test.step("somebody has a name already that the directory will want", async () => {
    const api = await apiOf(ready);
    const taken = { username: "bo@corp.example", password: "a long enough password" };
    expect((await api.post("/api/rest/v1/users", { data: taken })).status()).toBe(201);
    await api.dispose();
  });

  await test.step("the directory is chosen", async () => {
    await admin.getByRole("link", { name: "Directory" }).click();
    await admin.getByRole("link", { name: "Connect a directory" }).click();
    await admin.getByRole("radio", { name: /JumpCloud/ }).check();
    await picture(admin, "wizard-1-directory");
    await admin.getByRole("button", { name: "Begin" }).click();
    await expect(admin.getByRole("heading", { name: "There: in JumpCloud" })).toBeVisible();
  });

  await test.step("sign-in: values are copied there, metadata is pasted here", async () => {
    await expect(admin.getByText("Nobody can sign in yet")).toBeVisible();
    await directory.getByLabel("SP Entity ID").fill(await copied("SP Entity ID"));
    await directory.getByLabel("ACS URL").fill(await copied("ACS URLs: Default URL"));
    const metadata = await (await directory.request.get(`${ready.idp_url}/metadata`)).text();
    await admin.getByLabel("Metadata XML").fill(metadata);
    await admin.getByRole("button", { name: "Read metadata" }).click();
    await expect(admin.getByText("One certificate may sign answers.")).toBeVisible();
  });

  await test.step("a sign-in is tried, and the page says how it went", async () => {
    const ann = await pageOf(browser);
    await ann.goto(await copied("Address to sign in at"));
    await ann.getByRole("button", { name: /Ann Lee/ }).click();
    await expect(ann.getByRole("heading", { name: "You have no account here yet" })).toBeVisible();
    await ann.context().close();
    const attempts = admin.getByRole("list", { name: "The last sign-ins" });
    await expect(attempts).toContainText("The person has no account here");
    await picture(admin, "wizard-2-sign-in");
    await admin.getByRole("button", { name: "Continue" }).click();
  });

  await test.step("provisioning: the token is shown once, and pasted there", async () => {
    await admin.getByRole("button", { name: "Make a token" }).click();
    await directory.getByLabel("Base URL").fill(await copied("Base URL"));
    await directory.getByLabel("Token Key").fill(await copied("Bearer token"));
    await directory.getByRole("button", { name: "Save application" }).click();
    await directory.getByRole("button", { name: "Push everybody" }).click();
    await expect(admin.getByRole("list", { name: "The latest requests" })).toContainText("201");
    await picture(admin, "wizard-3-provisioning");
    await admin.getByRole("button", { name: "Continue" }).click();
  });

  await test.step("the first sync says what it would make, and makes nothing", async () => {
    await expect(admin.getByRole("status").filter({ hasText: "Started now, it would make" })).toHaveText(
      "Started now, it would make 2 people and 2 groups; 1 name clashes.",
    );
    await expect(admin.getByRole("list", { name: "Names that clash" })).toContainText("bo@corp.example");
    await picture(admin, "wizard-4-preview");
    const people = await peopleOf(ready);
    expect(people).not.toContain("ann@corp.example");
  });

  await test.step("it is started, without the one whose name is taken", async () => {
    await admin.getByRole("button", { name: "Start", exact: true }).click();
    await admin.getByRole("alertdialog").getByRole("button", { name: "Leave them out and start" }).click();
    await expect(admin.getByText("The directory is started")).toBeVisible();
    await admin.getByRole("button", { name: "Continue" }).click();
    await expect(admin.getByRole("heading", { name: "How it stands" })).toBeVisible();
    await picture(admin, "wizard-5-done");
    expect(await peopleOf(ready)).toEqual(expect.arrayContaining(["ann@corp.example", "cleo@corp.example"]));
  });

  await test.step("and Ann signs in", async () => {
    const ann = await pageOf(browser);
    await ann.goto(ready.base_url);
    await ann.getByRole("link", { name: "Sign in with JumpCloud" }).click();
    await ann.getByRole("button", { name: /Ann Lee/ }).click();
    await expect(ann).toHaveURL(/\/files/);
    await ann.context().close();
  });
});

test("a token is rotated without a gap, and the old one revoked", async () => {
  const old = await directory.getByLabel("Token Key").inputValue();
  let fresh = "";

  await test.step("rotate: both are valid", async () => {
    await admin.getByRole("link", { name: "Open the connection" }).click();
    await admin.getByRole("tab", { name: "SCIM tokens" }).click();
    await expect(tokens().first()).toContainText("In use");
    await admin.getByRole("button", { name: "Rotate JumpCloud, set-up" }).click();
    await admin.getByRole("button", { name: "Make the new token" }).click();
    fresh = await copied("Bearer token");
    await admin.getByRole("button", { name: "Done" }).click();
    await expect(tokens()).toHaveCount(2);
    expect(fresh).not.toBe(old);
  });

  await test.step("the directory pushes with the old one, then with the new one", async () => {
    await addPerson("Dana", "Old");
    await expect(pushed("POST /Users")).toHaveText(/→ {2}201/);
    await directory.getByLabel("Token Key").fill(fresh);
    await directory.getByRole("button", { name: "Save application" }).click();
    await addPerson("Eve", "New");
    await expect(pushed("POST /Users")).toHaveText(/→ {2}201/);
    expect(await peopleOf(ready)).toEqual(expect.arrayContaining(["dana@corp.example", "eve@corp.example"]));
  });

  await test.step("the page shows that the directory has moved over", async () => {
    await expect(tokens().first()).toContainText("In use");
    await expect(tokens().last()).toContainText("no reminders: a newer one is in use");
    await picture(admin, "tokens-rotated");
  });

  await test.step("the old one is revoked: it is refused, the new one goes on", async () => {
    await tokens()
      .last()
      .getByRole("button", { name: /Revoke/ })
      .click();
    await admin.getByRole("alertdialog").getByRole("button", { name: "Revoke now" }).click();
    await expect(tokens().last()).toContainText("Revoked");
    expect(await usersBy(old)).toBe(401);
    expect(await usersBy(fresh)).toBe(200);
  });

  function tokens() {
    return admin.getByRole("list", { name: "SCIM tokens" }).getByRole("listitem");
  }
});

test("it is found out why an account is missing", async () => {
  await test.step("a name that is taken: the refusal, with the request", async () => {
    await directory.getByRole("button", { name: "Push everybody" }).click();
    await expect(directory.locator("#pushes li").filter({ hasText: /^POST \/Users .* 409/ })).toHaveCount(1);
    await admin.getByRole("link", { name: "SCIM log" }).click();
    await ask("bo@corp.example");
    await expect(answer()).toContainText("somebody else has that name");
    await answer()
      .getByRole("button", { name: /^Request \d+/ })
      .first()
      .click();
    await expect(admin.getByRole("dialog")).toContainText("uniqueness");
    await picture(admin, "why-name-taken");
    await admin.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  });

  await test.step("a person whom the directory never sent", async () => {
    await ask("zoe@corp.example");
    await expect(answer()).toContainText("zoe@corp.example");
    await expect(admin).toHaveURL(/why=zoe/);
    await picture(admin, "why-never-sent");
  });

  await test.step("a group that a rule leaves out: the rule", async () => {
    await admin.getByRole("link", { name: "Directory" }).click();
    await admin.getByRole("link", { name: "JumpCloud" }).click();
    await admin.getByRole("tab", { name: "Rules" }).click();
    await admin.getByLabel("Never these groups").fill("Temp*");
    await admin.getByRole("button", { name: "Save rules" }).click();
    await expect(admin.getByText("Saved.")).toBeVisible();
    await directory.getByLabel("Name of the group").fill("Temps");
    await directory.getByRole("button", { name: "Add group" }).click();
    await expect(pushed("POST /Groups")).toHaveText(/→ {2}403/);
    await admin.getByRole("tab", { name: "Overview" }).click();
    await ask("Temps");
    await expect(answer()).toContainText("leave it out");
    await picture(admin, "why-rule");
    await answer().getByRole("link", { name: "Look at the rules" }).first().click();
    await expect(admin.getByLabel("Never these groups")).toHaveValue("Temp*");
  });

  async function ask(name: string) {
    await admin.getByRole("searchbox", { name: "Name or address" }).fill(name);
    await admin.getByRole("button", { name: "Find out" }).click();
  }

  function answer() {
    return admin.getByRole("region", { name: /What is known about/ });
  }
});

test("a sign-in that was refused opens with the check and the XML", async () => {
  await admin.getByRole("tab", { name: "Sign-in" }).click();
  const attempts = admin.getByRole("list", { name: "The last sign-ins" });
  await attempts.getByRole("listitem").filter({ hasText: "Refused" }).getByRole("button").first().click();
  const dialog = admin.getByRole("dialog");
  await expect(dialog).toContainText("not_provisioned");
  await expect(dialog.getByLabel("The answer, secrets masked")).toContainText("Assertion");
  await picture(admin, "sign-in-refused");
  await dialog.getByRole("button", { name: "Close" }).last().click();
});

test("axe finds nothing on the pages of the directory", async () => {
  const connection = new URL(admin.url()).pathname;
  const paths = [
    "/admin/directory/new",
    `${connection}/setup?step=sign-in`,
    ...["overview", "sign-in", "rules", "tokens"].map((tab) => `${connection}?tab=${tab}`),
    "/admin/scim-log?why=bo@corp.example",
    "/admin/seats",
    "/admin/mail",
  ];
  for (const path of paths) {
    await admin.goto(ready.base_url + path);
    await admin.getByRole("heading", { level: 1 }).waitFor();
    await expect(admin.getByRole("status", { name: "Loading…" })).toHaveCount(0);
    const { violations } = await new AxeBuilder({ page: admin }).analyze();
    expect(
      violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]),
      path,
    ).toEqual([]);
  }
});

/** What the copy button of a value puts on the clipboard. */
async function copied(label: string): Promise<string> {
  await admin.getByRole("button", { name: `Copy ${label}`, exact: true }).click();
  await expect(admin.getByRole("button", { name: `Copied ${label}`, exact: true })).toBeVisible();
  return admin.evaluate(() => navigator.clipboard.readText());
}

async function addPerson(given: string, family: string) {
  await directory.getByLabel("First name").fill(given);
  await directory.getByLabel("Last name").fill(family);
  await directory.getByLabel("Address").fill(`${given.toLowerCase()}@corp.example`);
  await directory.getByRole("button", { name: "Add person" }).click();
  await expect(directory.getByText(`${given.toLowerCase()}@corp.example`)).toBeVisible();
}

/** The latest push of this kind. */
function pushed(request: string) {
  return directory.locator("#pushes li").filter({ hasText: request }).first();
}

/** What a SCIM client with this token is answered. */
async function usersBy(token: string): Promise<number> {
  const client = await request.newContext({
    ignoreHTTPSErrors: true,
    extraHTTPHeaders: { Authorization: `Bearer ${token}` },
  });
  const answer = await client.get(`${ready.base_url}/api/scim/v2/Users?count=1`);
  await client.dispose();
  return answer.status();
}

async function peopleOf(ready: Ready): Promise<string[]> {
  const api = await apiOf(ready);
  const people = (await (await api.get("/api/rest/v1/users")).json()) as { username: string }[];
  await api.dispose();
  return people.map((person) => person.username);
}

/** The REST API, as the administrator. */
async function apiOf(ready: Ready): Promise<APIRequestContext> {
  return request.newContext({
    baseURL: ready.base_url,
    ignoreHTTPSErrors: true,
    extraHTTPHeaders: { "X-FilesAPI-Key": ready.admin.api_key },
  });
}

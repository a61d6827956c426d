// The job this product exists for, from one end to the other, in real browsers: the directory adds Ann, her group gives her
// finance, the administrator widens it under her open page, and she is switched off in the middle.
import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";

import { expect, pageOf, picture, signInAsAdmin, startDemo, test, type Ready } from "./demo";

let ready: Ready;
let stop: () => Promise<void>;

test.beforeAll(async () => {
  ({ ready, stop } = await startDemo("--no-people"));
});
test.afterAll(() => stop());

test("the tour", async ({ browser }) => {
  const directory = await pageOf(browser);
  const ann = await pageOf(browser);
  const admin = await pageOf(browser);

  await test.step("the directory adds Ann, and SCIM makes her", async () => {
    await directory.goto(ready.idp_url);
    await directory.getByLabel("First name").fill("Ann");
    await directory.getByLabel("Last name").fill("Lee");
    await directory.getByLabel("Address").fill("ann@corp.example");
    await directory.getByRole("button", { name: "Add person" }).click();
    await expect(directory.locator("#pushes li").filter({ hasText: /^POST \/Users .* 201/ })).toHaveCount(1);
    await directory.getByLabel("Ann Lee in Finance").check();
    await expect(directory.locator("#pushes li").filter({ hasText: /^PATCH \/Groups.* 20[04]/ })).toHaveCount(
      1,
    );
  });

  await test.step("she signs in with the directory and sees finance and nothing else", async () => {
    await signInAsAnn(ann);
    await expect(ann.getByRole("grid").getByRole("link")).toHaveText(["finance"]);
    await picture(ann, "files-of-ann");
  });

  await test.step("she downloads", async () => {
    await ann.getByRole("link", { name: "finance" }).click();
    const row = ann.getByRole("row", { name: /Budget 2026.csv/ });
    await row.hover();
    const download = ann.waitForEvent("download");
    await row.getByRole("button", { name: "Download Budget 2026.csv" }).click();
    expect(readFileSync(await (await download).path(), "utf8")).toContain("Rent,48000,46500");
  });

  await test.step("the fenced folder is not there for her", async () => {
    await expect(ann.getByRole("grid").getByRole("link")).toHaveText(["2026"]);
  });

  await test.step("an upload is refused in plain words", async () => {
    await drop(ann, "Plan.txt", "not yet");
    const uploads = ann.getByRole("region", { name: "Uploads" });
    await expect(uploads).toContainText(
      "You may not add to this folder; if you need to, ask an admin of the folder",
    );
    await picture(ann, "refused");
  });

  await test.step("the administrator sees who reaches finance and why, and grants Read/Write", async () => {
    await signInAsAdmin(admin, ready);
    await admin.getByRole("link", { name: "Permissions" }).click();
    await admin.getByRole("link", { name: "finance", exact: true }).click();
    await expect(admin.getByText(/through the group Finance/).first()).toBeVisible();
    await admin.getByRole("button", { name: "Add permission" }).first().click();
    const dialog = admin.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "Group" }).fill("Fin");
    await admin.getByRole("option", { name: "Finance" }).click();
    await dialog.getByRole("button", { name: /Level/ }).click();
    await admin.getByRole("option", { name: /^Read\/Write/ }).click();
    await dialog.getByRole("button", { name: "Add permission" }).click();
    await expect(dialog).toBeHidden();
    await picture(admin, "permissions");
  });

  await test.step("the upload works in the page that was open all the while", async () => {
    await expect(ann.getByRole("button", { name: "Upload files" })).not.toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await drop(ann, "Forecast.txt", "growth");
    await expect(ann.getByRole("row", { name: /Forecast.txt/ })).toBeVisible();
  });

  await test.step("she is switched off, and her page ends without being touched", async () => {
    await directory.getByRole("button", { name: "Switch Ann Lee off" }).click();
    await expect(ann.getByRole("heading", { name: /Sign in/ })).toBeVisible();
    await expect(ann.getByText("Your session has ended")).toBeVisible();
    await picture(ann, "switched-off");
  });

  await test.step("the directory's word lets her in no more", async () => {
    await ann.goto(ready.base_url);
    await expect(ann.getByRole("link", { name: "Sign in with JumpCloud" })).toBeVisible();
    await ann.getByRole("link", { name: "Sign in with JumpCloud" }).click();
    await expect(ann.getByRole("heading", { name: "Who are you?" })).toBeVisible();
    await expect(ann.getByRole("button", { name: /Ann Lee/ })).toHaveCount(0);
  });

  await test.step("the logs say all of it", async () => {
    await admin.getByRole("link", { name: "SCIM log" }).click();
    await expect(admin.getByText("ann@corp.example").first()).toBeVisible();
    await picture(admin, "scim-log");
    await admin.getByRole("link", { name: "Audit log" }).click();
    await expect(
      admin.getByRole("row").filter({ hasText: "Cut a session of ann@corp.example" }).first(),
    ).toBeVisible();
    await picture(admin, "audit");
  });
});

async function signInAsAnn(page: Page) {
  await page.goto(ready.base_url);
  await picture(page, "sign-in");
  await page.getByRole("link", { name: "Sign in with JumpCloud" }).click();
  await page.getByRole("button", { name: /Ann Lee/ }).click();
  await page.getByRole("grid").waitFor();
}

/** Drops a file onto the page, as from the desktop. */
async function drop(page: Page, name: string, content: string) {
  const data = await page.evaluateHandle(
    ([name, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content as string], name as string, { type: "text/plain" }));
      return transfer;
    },
    [name, content],
  );
  const target = page.getByRole("grid");
  for (const type of ["dragenter", "dragover", "drop"])
    await target.dispatchEvent(type, { dataTransfer: data });
}

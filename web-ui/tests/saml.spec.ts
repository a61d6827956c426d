// Sign-in with identity providers that were not written here: the real binary, the real product, a real browser.
import { request, type APIRequestContext, type Page } from "@playwright/test";

import { expect, pageOf, picture, startDemo, test, type Ready } from "./demo";
import { keycloak } from "./identity-providers/keycloak";
import type { IdentityProvider, Person, Product } from "./identity-providers/provider";
import { pysaml2 } from "./identity-providers/pysaml2";
import { simpleSamlPhp } from "./identity-providers/simplesamlphp";

const bo: Person = {
  userName: "bo",
  password: "bo's long password",
  email: "bo@corp.example",
  givenName: "Bo",
  familyName: "Chan",
  groups: ["Finance", "Everyone"],
};
const ann: Person = {
  ...bo,
  userName: "ann",
  email: "ann@corp.example",
  givenName: "Ann",
  familyName: "Lee",
};
const guest: Person = { ...bo, userName: "guest", email: "guest@corp.example", groups: ["Everyone"] };

for (const product of [simpleSamlPhp, pysaml2, keycloak]) {
  test.describe(product.name, () => {
    // Keycloak alone takes half a minute to start on a busy machine.
    test.describe.configure({ timeout: 240_000 });
    const missing = product.missing?.();
    test.skip(missing !== undefined, `${product.name} is not here: ${missing}`);

    let ready: Ready;
    let api: APIRequestContext;
    let provider: IdentityProvider;
    const ends: (() => Promise<void>)[] = [];

    test.beforeAll(async () => {
      const demo = await startDemo("--no-directory");
      ends.push(demo.stop);
      ready = demo.ready;
      api = await apiOf(ready);
      const metadata = await api.get("/saml/metadata");
      provider = await product.start(await metadata.text(), [ann, bo, guest]);
      ends.push(provider.stop);
      await connect(api, product, provider.metadata);
    });
    test.afterAll(async ({ browser }) => {
      // Open pages would be waited for.
      for (const context of browser.contexts()) await context.close();
      for (const end of ends.reverse()) await end();
    });

    test("signs people in, with their groups, where they wanted to go, and out", async ({ browser }) => {
      const [annsPage, bosPage] = [await pageOf(browser), await pageOf(browser)];

      await test.step("the first sign-in makes the person, and those of their groups that are wanted", async () => {
        await signIn(bosPage, "/", bo);
        await bosPage.getByRole("grid").waitFor();
        const groups = (await (await api.get("/api/rest/v1/groups")).json()) as {
          id: number;
          name: string;
        }[];
        expect(groups.map((group) => group.name)).toEqual(["Finance"]);
        const given = { path: "finance", group_id: groups[0]?.id, permission: "readonly" };
        expect((await api.post("/api/rest/v1/permissions", { data: given })).status()).toBe(201);
        await expect(bosPage.getByRole("grid").getByRole("link")).toHaveText(["finance"]);
      });

      await test.step("a deep link leads through the sign-in to where it points", async () => {
        await signIn(annsPage, "/files/finance/2026", ann);
        await expect(annsPage.getByText("Q3 report.md")).toBeVisible();
        expect(new URL(annsPage.url()).pathname).toBe("/files/finance/2026");
        await picture(annsPage, `signed-in-by-${product.name}`);
      });

      await test.step("who is in none of the required groups is told so", async () => {
        const page = await pageOf(browser);
        await signIn(page, "/", guest);
        await expect(
          page.getByText("You are in none of the directory groups that may use it."),
        ).toBeVisible();
      });

      await test.step("signing out here signs out there: the next sign-in asks for the password", async () => {
        await annsPage.getByRole("button", { name: /^Actions for (Ann|ann)/ }).click();
        const answered = annsPage.waitForResponse(
          (response) => new URL(response.url()).pathname === "/saml/logout",
        );
        await annsPage.getByRole("menuitem", { name: "Sign out" }).click();
        expect((await answered).status()).toBe(303);
        await annsPage.getByRole("link", { name: `Sign in with ${product.name}` }).click();
        await expect(annsPage.locator("input[name=password]")).toBeVisible();
      });

      await test.step("signing out there signs out here, in the page that was open all the while", async () => {
        const there = await bosPage.context().newPage();
        await provider.signOut(there);
        await expect(bosPage.getByText("Your session has ended")).toBeVisible();
      });
    });

    async function signIn(page: Page, path: string, person: Person) {
      await page.goto(ready.base_url + path);
      await page.getByRole("link", { name: `Sign in with ${product.name}` }).click();
      await provider.signIn(page, person);
      await page.waitForURL((url) => url.origin === ready.base_url);
    }
  });
}

/** The REST API, as the administrator. */
async function apiOf(ready: Ready): Promise<APIRequestContext> {
  return request.newContext({
    baseURL: ready.base_url,
    ignoreHTTPSErrors: true,
    extraHTTPHeaders: { "X-FilesAPI-Key": ready.admin.api_key },
  });
}

/** Connects the identity provider: accounts are made at the first sign-in, for people of Finance. */
async function connect(api: APIRequestContext, product: Product, metadata: string) {
  const connection = {
    label: product.name,
    provider: "generic",
    saml: { sign_requests: true, require_encryption: product.encrypts },
    scim_enabled: false,
    provision_users: true,
    provision_groups: true,
    provision_group_exclusion: "Every*",
    provision_group_required: "Finance",
    saml_provider_metadata_content: metadata,
  };
  const made = await api.post("/api/rest/v1/sso_strategies", { data: connection });
  expect(made.status(), await made.text()).toBe(201);
}

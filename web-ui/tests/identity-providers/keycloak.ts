// Keycloak, from Maven, where scripts/identity-providers.sh could get it. It keeps everything in memory.
import { existsSync } from "node:fs";
import { join } from "node:path";

import { freePort, startProgram } from "./process";
import { fillForm, installed, type Person, type Product } from "./provider";

const program = join(installed, "keycloak", "bin", "kc.sh");
const ready = join(installed, "keycloak", "built");
const administrator = { username: "admin", password: "only for the length of a test" };

export const keycloak: Product = {
  name: "Keycloak",
  encrypts: true,
  missing: () => (existsSync(ready) ? undefined : "it needs Java 17 and Maven"),
  start: async (serviceProvider, people) => {
    const port = await freePort();
    const base = `http://127.0.0.1:${port}`;
    const { stop } = await startProgram(
      program,
      [
        "start",
        "--optimized",
        "--http-enabled=true",
        "--http-host=127.0.0.1",
        `--http-port=${port}`,
        "--hostname-strict=false",
      ],
      {
        KC_BOOTSTRAP_ADMIN_USERNAME: administrator.username,
        KC_BOOTSTRAP_ADMIN_PASSWORD: administrator.password,
        JAVA_OPTS_KC_HEAP: "-Xms64m -Xmx512m",
        // Its life is short: compiling less makes it start sooner.
        JAVA_OPTS_APPEND: "-XX:TieredStopAtLevel=1",
      },
      /Listening on/,
    );
    const admin = await Administration.of(base);
    await admin.post("realms", JSON.stringify(realm(people)));
    const described = await admin.post(
      "realms/corp/client-description-converter",
      serviceProvider,
      "application/xml",
    );
    await admin.post("realms/corp/clients", JSON.stringify(client((await described.json()) as Client)));
    const metadata = await fetch(`${base}/realms/corp/protocol/saml/descriptor`);
    return {
      metadata: await metadata.text(),
      signIn: fillForm,
      signOut: async (page) => {
        await page.goto(`${base}/realms/corp/protocol/openid-connect/logout`);
        await page.locator("#kc-logout").click();
      },
      stop,
    };
  },
};

/** Keycloak's administration API. */
class Administration {
  private constructor(
    private readonly base: string,
    private readonly token: string,
  ) {}

  static async of(base: string): Promise<Administration> {
    const body = new URLSearchParams({ grant_type: "password", client_id: "admin-cli", ...administrator });
    const answer = await fetch(`${base}/realms/master/protocol/openid-connect/token`, {
      method: "POST",
      body,
    });
    const { access_token } = (await answer.json()) as { access_token: string };
    return new Administration(base, access_token);
  }

  async post(path: string, body: string, type = "application/json"): Promise<Response> {
    const headers = { "Content-Type": type, Authorization: `Bearer ${this.token}` };
    const answer = await fetch(`${this.base}/admin/${path}`, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(`Keycloak: ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}

/** What the metadata leaves open. */
const answers = {
  saml_name_id_format: "email",
  saml_force_name_id_format: "true",
  "saml.client.signature": "true",
  "saml.encrypt": "true",
};

interface Client {
  attributes: Record<string, string>;
}

function realm(people: Person[]) {
  const groups = [...new Set(people.flatMap((person) => person.groups))];
  return {
    realm: "corp",
    enabled: true,
    groups: groups.map((name) => ({ name })),
    users: people.map((person) => ({
      username: person.userName,
      email: person.email,
      firstName: person.givenName,
      lastName: person.familyName,
      enabled: true,
      credentials: [{ type: "password", value: person.password }],
      groups: person.groups.map((name) => `/${name}`),
    })),
  };
}

/** The client as its metadata describes it, and the attributes that are to be sent. */
function client(described: Client) {
  return {
    ...described,
    frontchannelLogout: true,
    attributes: { ...described.attributes, ...answers },
    protocolMappers: [
      property("email"),
      property("firstName"),
      property("lastName"),
      mapper("saml-group-membership-mapper", "memberOf", { "full.path": "false", single: "true" }),
    ],
  };
}

function property(name: string) {
  return mapper("saml-user-property-mapper", name, { "user.attribute": name });
}

function mapper(protocolMapper: string, name: string, more: Record<string, string>) {
  const config = { "attribute.name": name, "attribute.nameformat": "Basic", ...more };
  return { name, protocol: "saml", protocolMapper, config };
}

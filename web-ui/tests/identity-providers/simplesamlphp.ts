// SimpleSAMLphp from Debian, with a configuration of its own: the packaged one is not touched.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort, startProgram } from "./process";
import { fillForm, makeKey, type Person, type Product } from "./provider";

const program = "/usr/share/simplesamlphp";

export const simpleSamlPhp: Product = {
  name: "SimpleSAMLphp",
  encrypts: true,
  start: async (serviceProvider, people) => {
    const folder = mkdtempSync(join(tmpdir(), "simplesamlphp-"));
    const address = `127.0.0.1:${await freePort()}`;
    const base = `http://${address}/simplesaml/`;
    for (const name of ["config", "metadata", "www", "sessions"]) mkdirSync(join(folder, name));
    symlinkSync(join(program, "www"), join(folder, "www", "simplesaml"));
    makeKey(folder);
    writeFileSync(join(folder, "sp.xml"), serviceProvider);
    writeFileSync(join(folder, "config", "config.php"), php("config", settings(folder, base)));
    writeFileSync(join(folder, "config", "authsources.php"), php("config", accounts(people)));
    writeFileSync(
      join(folder, "metadata", "saml20-idp-hosted.php"),
      php(`metadata['${base}saml2/idp/metadata.php']`, identityProvider),
    );
    const { stop } = await startProgram(
      "php",
      ["-S", address, "-t", join(folder, "www")],
      { SIMPLESAMLPHP_CONFIG_DIR: join(folder, "config") },
      /Development Server .* started/,
    );
    const metadata = await fetch(`${base}saml2/idp/metadata.php`);
    return {
      metadata: await metadata.text(),
      signIn: fillForm,
      signOut: async (page) => {
        await page.goto(`${base}saml2/idp/SingleLogoutService.php?ReturnTo=${encodeURIComponent(base)}`);
      },
      stop: async () => {
        await stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};

function settings(folder: string, base: string) {
  return {
    baseurlpath: base,
    certdir: `${folder}/`,
    datadir: `${folder}/`,
    tempdir: folder,
    timezone: "UTC",
    secretsalt: "only for the length of a test",
    "auth.adminpassword": "nobody administers this one",
    "logging.handler": "errorlog",
    "enable.saml20-idp": true,
    "module.enable": { core: true, saml: true, exampleauth: true },
    "session.cookie.secure": false,
    "session.cookie.samesite": "Lax",
    "session.phpsession.savepath": `${folder}/sessions`,
    "language.cookie.secure": false,
    "language.cookie.samesite": "Lax",
    metadatadir: `${folder}/metadata`,
    "metadata.sources": [{ type: "flatfile" }, { type: "xml", file: `${folder}/sp.xml` }],
  };
}

function accounts(people: Person[]) {
  const known = people.map((person) => [
    `${person.userName}:${person.password}`,
    {
      mail: [person.email],
      givenName: [person.givenName],
      sn: [person.familyName],
      memberOf: person.groups,
    },
  ]);
  return { people: { 0: "exampleauth:UserPass", ...Object.fromEntries(known) } };
}

const identityProvider = {
  host: "__DEFAULT__",
  "assertion.encryption": true,
  "redirect.validate": true,
  "sign.logout": true,
  "validate.logout": true,
  privatekey: "idp.key",
  certificate: "idp.crt",
  auth: "people",
  authproc: {
    10: {
      class: "saml:AttributeNameID",
      attribute: "mail",
      Format: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
    },
  },
};

/** A PHP file that assigns a value: JSON is read by PHP itself, in a string that ends nowhere else. */
function php(variable: string, value: unknown): string {
  return `<?php\n$${variable} = json_decode(<<<'JSON'\n${JSON.stringify(value, null, 2)}\nJSON, true);\n`;
}

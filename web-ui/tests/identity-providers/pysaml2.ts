// The identity provider of pysaml2, from PyPI: its `Server` behind the few pages of pysaml2/idp.py.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startProgram } from "./process";
import { fillForm, installed, makeKey, type Product } from "./provider";

const python = join(installed, "pysaml2", "bin", "python");

export const pysaml2: Product = {
  name: "pysaml2",
  encrypts: false,
  start: async (serviceProvider, people) => {
    const folder = mkdtempSync(join(tmpdir(), "pysaml2-"));
    makeKey(folder);
    writeFileSync(join(folder, "sp.xml"), serviceProvider);
    writeFileSync(join(folder, "people.json"), JSON.stringify(people));
    const script = join("tests", "identity-providers", "pysaml2", "idp.py");
    const { said, stop } = await startProgram(python, [script, folder], {}, /listening on (\S+)/);
    const base = said[1] ?? "";
    const metadata = await fetch(`${base}/metadata`);
    return {
      metadata: await metadata.text(),
      signIn: fillForm,
      signOut: async (page) => {
        await page.goto(`${base}/logout`);
      },
      stop: async () => {
        await stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};

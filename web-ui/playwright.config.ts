import { defineConfig } from "@playwright/test";

// Debian's Chromium. Each test file starts a demo of its own on free ports and ends it (tests/demo.ts).
export default defineConfig({
  testDir: "tests",
  workers: 1,
  timeout: 90_000,
  reporter: [["list"]],
  use: {
    actionTimeout: 30_000,
    ignoreHTTPSErrors: true,
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    },
  },
});

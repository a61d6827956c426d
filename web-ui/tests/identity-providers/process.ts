// A program beside the test: started, awaited by what it says, ended by its own handle.
import { spawn } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";

interface Started {
  /** What the pattern found. */
  said: RegExpMatchArray;
  /** Ends it, and waits until it has ended. */
  stop: () => Promise<void>;
}

/** Starts a program and waits for the line that says that it listens. */
export async function startProgram(
  command: string,
  args: string[],
  environment: Record<string, string>,
  listens: RegExp,
): Promise<Started> {
  const child = spawn(command, args, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let output = "";
  const said = await new Promise<RegExpMatchArray>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = listens.exec(output);
      if (found) resolve(found);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`${command} ended with ${code}:\n${output}`)));
  });
  const stop = async () => {
    child.kill();
    await ended;
  };
  return { said, stop };
}

/** A port of loopback that nobody uses, for programs that must be told one. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

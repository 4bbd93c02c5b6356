import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { ServerOptions } from "./main.ts";

/** A server in a process of its own, so that it can be killed. */
export class ServerProcess {
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, port: number) {
    this.#process = process;
    this.port = port;
  }

  static async start(options: Omit<ServerOptions, "onFailure">): Promise<ServerProcess> {
    const script = `
      import { startServer } from ${JSON.stringify(join(import.meta.dirname, "main.ts"))};
      const server = await startServer(JSON.parse(process.argv[1]));
      process.stdout.write(server.port + "\\n");
      process.on("SIGTERM", () => server.close().then(() => process.exit()));`;
    const words = ["--no-warnings", "--input-type=module-typescript", "-e", script, JSON.stringify(options)];
    const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    const port = await Promise.race([
      once(child.stdout as NodeJS.ReadableStream, "data").then(([text]) => Number(String(text))),
      once(child, "exit").then(([code]) => {
        throw new Error(`the server did not start: exit ${code}`);
      }),
    ]);
    return new ServerProcess(child, port);
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** SIGKILL: nothing is finished, flushed or said. */
  async kill(): Promise<void> {
    const gone = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await gone;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    await gone;
  }
}

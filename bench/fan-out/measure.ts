import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { quantile } from "@homeostat/core/kernel";
import { ServerProcess } from "../../apps/server/src/server-process.fixture.ts";
import { TestBrowser } from "../../apps/server/src/test-browser.fixture.ts";
import { testFolder } from "../../apps/server/src/test-folder.fixture.ts";
import { mesh } from "./mesh.ts";

export interface FanOut {
  readonly components: number;
  readonly browsers: number;
  /** Of the packed state, as it goes over the line, and as it is unpacked. */
  readonly snapshotKb: number;
  readonly unpackedKb: number;
  readonly messageKb: number;
  readonly messagesPerSecond: number;
  /** From sent to received. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** From one message to the next, as it should be 100 ms. */
  readonly gapP99Ms: number;
  /** Of one processor; the server with its twin, autopilot and journal. NaN where the system does not tell. */
  readonly serverCpu: number;
}

const ticksPerSecond = 10;
const warmUpMs = 8_000;

/**
 * Sends the telemetry of `components` at 10 Hz to so many browsers for `seconds`. `beside` is begun before that with the
 * server's address, and the function that it gives ends it.
 */
export async function fanOut(
  components: number,
  browsers: number,
  seconds: number,
  beside: (url: string) => Promise<() => Promise<void>> = () => Promise.resolve(() => Promise.resolve()),
): Promise<FanOut> {
  using folder = testFolder();
  const options = { model: mesh(components), directory: folder.path, tickMs: 1_000 / ticksPerSecond };
  const server = await ServerProcess.start({ ...options, logLevel: "warn" });
  const words = [String(server.port), String(browsers)];
  const listeners = fork(join(import.meta.dirname, "listeners.ts"), words, { execArgv: ["--no-warnings"] });
  try {
    await once(listeners, "message");
    await new Promise((resolve) => setTimeout(resolve, warmUpMs));
    using browser = new TestBrowser(`http://127.0.0.1:${server.port}/`);
    let snapshotKb = 0;
    browser.socket.on("snapshot", ({ packed }) => {
      snapshotKb = packed.byteLength / 1_000;
    });
    await browser.connected();
    const unpackedKb = JSON.stringify(browser.state).length / 1_000;
    browser.socket.disconnect();

    const end = await beside(`http://127.0.0.1:${server.port}/`);
    listeners.send("reset");
    const cpuBefore = cpuSeconds(server.pid);
    const from = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 1_000 * seconds));
    const serverCpu = (cpuSeconds(server.pid) - cpuBefore) / ((performance.now() - from) / 1_000);
    const told = once(listeners, "message") as Promise<[{ delays: number[]; gaps: number[]; bytesPerMessage: number }]>;
    listeners.send("tell");
    const [{ delays, gaps, bytesPerMessage }] = await told;
    await end();
    return {
      components,
      browsers,
      snapshotKb,
      unpackedKb,
      messageKb: bytesPerMessage / 1_000,
      messagesPerSecond: delays.length / browsers / seconds,
      p50Ms: quantile(delays, 0.5),
      p95Ms: quantile(delays, 0.95),
      p99Ms: quantile(delays, 0.99),
      gapP99Ms: quantile(gaps, 0.99),
      serverCpu,
    };
  } finally {
    listeners.kill();
    await server.stop();
  }
}

/** User and system time of a process so far, where the system tells it. */
function cpuSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@homeostat/core/kernel";
import { type Action, type Fault, type Frame, parseSystem } from "@homeostat/core/system";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LabSystem } from "./lab-system.ts";

const isPosix = process.platform !== "win32";
const model = parseSystem(`
name: Test bench
components:
  - { id: web, kind: gateway, serviceTimeMs: 1, concurrency: 32, loadRps: 12, power: { idleW: 10, peakW: 20 } }
  - { id: shop, kind: service, replicas: 2, requiredReplicas: 1, maxReplicas: 3, serviceTimeMs: 2 }
  - { id: cache, kind: cache, serviceTimeMs: 1, hitRate: 0.9 }
  - { id: db, kind: database, serviceTimeMs: 2 }
dependencies:
  - { from: web, to: shop, timeoutMs: 400 }
  - { from: shop, to: db, timeoutMs: 200 }
  - { from: shop, to: cache, kind: soft, timeoutMs: 200 }
`);

/** The lab with its newest frames, for waiting on what they show. */
class Bench {
  readonly lab: LabSystem;
  readonly #stop = new AbortController();
  readonly #watching: Promise<void>;
  newest: readonly Frame[] = [];
  #heard = 0;

  constructor(lab: LabSystem) {
    this.lab = lab;
    this.#watching = this.#watch();
  }

  static async start(): Promise<Bench> {
    return new Bench(await LabSystem.start(model, { tickMs: 250 }));
  }

  sample(component: string, metric: string): number | undefined {
    return this.newest.find((frame) => frame.component === component)?.samples[metric];
  }

  isSilent(component: string): boolean {
    return this.newest.length > 0 && !this.newest.some((frame) => frame.component === component);
  }

  /** Waits until what the frames show is as expected. */
  async until(what: string, isSo: () => boolean): Promise<void> {
    const from = this.#heard;
    const endAt = Date.now() + 25_000;
    while (Date.now() < endAt) {
      if (this.#heard > from + 1 && isSo()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`it never came that ${what}; the newest frames: ${JSON.stringify(this.newest)}`);
  }

  /** Waits until all is well. */
  well(): Promise<void> {
    return this.until("all is well", () =>
      model.components.every(
        ({ id, replicas }) => this.sample(id, "replicasUp") === replicas && (this.sample(id, "errorRate") ?? 1) === 0,
      ),
    );
  }

  inject(fault: Fault) {
    return this.lab.inject(fault);
  }

  act(action: Action) {
    return this.lab.act(action, Date.now() + 20_000);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#watching;
    await this.lab.close();
  }

  async #watch(): Promise<void> {
    for await (const frames of this.lab.observe(this.#stop.signal)) {
      this.newest = frames;
      this.#heard++;
    }
  }
}

describe.skipIf(!isPosix)("the lab", () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  afterAll(() => bench?.close());

  it("tells what its processes measure", async () => {
    await bench.well();
    expect(bench.newest.map(({ component }) => component).sort()).toEqual(["cache", "db", "shop", "web"]);
    await bench.until("requests are counted", () => (bench.sample("web", "requestRate") ?? 0) > 3);
    expect(bench.sample("web", "latencyMs")).toBeGreaterThan(1);
    expect(bench.sample("web", "memory")).toBeGreaterThan(0.05);
    expect(bench.sample("web", "powerW")).toBeGreaterThan(10);
    await bench.until("the cache is warm", () => (bench.sample("cache", "hitRate") ?? 0) > 0.3);
  });

  it("kills a process: its callers fail, and a restart heals them", async () => {
    const { id } = await bench.inject({ kind: "crash", component: "db" });
    await bench.until(
      "the database is down and shop and web fail",
      () =>
        bench.sample("db", "replicasUp") === 0 &&
        (bench.sample("shop", "errorRate") ?? 0) > 0.2 &&
        (bench.sample("web", "errorRate") ?? 0) > 0.2,
    );
    expect(bench.lab.activeFaults().map((fault) => fault.id)).toEqual([id]);
    expect(await bench.act({ kind: "restart", component: "db" })).toEqual({ kind: "done" });
    await bench.well();
    expect(bench.lab.activeFaults()).toEqual([]);
  });

  it("stops a process: it is silent, callers time out, and a restart replaces it", async () => {
    await bench.inject({ kind: "hang", component: "db" });
    await bench.until(
      "the database is silent and shop waits in vain",
      () => bench.isSilent("db") && (bench.sample("shop", "errorRate") ?? 0) > 0.2,
    );
    expect(await bench.act({ kind: "restart", component: "db" })).toEqual({ kind: "done" });
    await bench.well();
  });

  it("lets a stopped process go on when the fault is cleared", async () => {
    const handle = await bench.inject({ kind: "hang", component: "cache" });
    await bench.until("the cache is silent", () => bench.isSilent("cache"));
    expect(bench.sample("shop", "errorRate")).toBeLessThan(1);
    await bench.lab.clear(handle);
    await bench.well();
  });

  it("adds latency and errors that callers see, and takes them back", async () => {
    const slow = await bench.inject({ kind: "latency", component: "db", dose: 120 });
    await bench.until("shop is slow", () => (bench.sample("shop", "latencyMs") ?? 0) > 80);
    await bench.lab.clear(slow);
    const failing = await bench.inject({ kind: "errors", component: "db", dose: 0.6 });
    await bench.until("shop fails", () => (bench.sample("shop", "errorRate") ?? 0) > 0.3);
    await bench.lab.clear(failing);
    await bench.well();
    expect(bench.lab.activeFaults()).toEqual([]);
  });

  it("cuts two ends off from each other", async () => {
    const cut = await bench.inject({ kind: "partition", component: "db", to: "shop" });
    await bench.until(
      "shop fails though the database is well",
      () => (bench.sample("shop", "errorRate") ?? 0) > 0.3 && bench.sample("db", "errorRate") === 0,
    );
    await bench.lab.clear(cut);
    await bench.well();
    expect(bench.lab.activeFaults()).toEqual([]);
  });

  it("burns a processor and leaks memory for real, and a restart ends both", async () => {
    const before = bench.sample("cache", "memory") ?? 1;
    await bench.inject({ kind: "cpu", component: "cache", dose: 0.6 });
    await bench.inject({ kind: "memory-leak", component: "cache", dose: 3 });
    await bench.until("it shows", () => (bench.sample("cache", "cpu") ?? 0) > 0.25);
    await bench.until("memory grows", () => (bench.sample("cache", "memory") ?? 0) > before + 0.08);
    await bench.act({ kind: "restart", component: "cache" });
    expect(bench.lab.activeFaults()).toEqual([]);
    await bench.until("both are gone", () => (bench.sample("cache", "cpu") ?? 1) < 0.25);
  });

  it("scales, fails over, sheds, isolates and opens breakers", async () => {
    expect(await bench.act({ kind: "scale-out", component: "shop" })).toEqual({ kind: "done", detail: "1 more" });
    await bench.until("three answer", () => bench.sample("shop", "replicasUp") === 3);
    expect((await bench.act({ kind: "scale-out", component: "shop" })).kind).toBe("failed");
    expect(await bench.act({ kind: "scale-in", component: "shop" })).toEqual({ kind: "done", detail: "1 fewer" });
    expect(await bench.act({ kind: "fail-over", component: "db" })).toEqual({
      kind: "failed",
      reason: "db has no standby",
    });

    await bench.act({ kind: "isolate", component: "db" });
    await bench.until("shop fails at once", () => (bench.sample("shop", "errorRate") ?? 0) > 0.5);
    await bench.act({ kind: "rejoin", component: "db" });
    await bench.well();

    expect(await bench.act({ kind: "open-breaker", component: "web" })).toEqual({ kind: "done" });
    await bench.until("web fails and shop is left alone", () => bench.sample("shop", "requestRate") === 0);
    await bench.act({ kind: "close-breaker", component: "web" });
    await bench.well();
  });

  it("refuses what is not there, in a sentence", async () => {
    await expect(bench.inject({ kind: "crash", component: "nobody" })).rejects.toThrow(InputError);
    await expect(bench.act({ kind: "restart", component: "nobody" })).rejects.toThrow('there is no component "nobody"');
    expect((await bench.act({ kind: "scale-out", component: "db" })).kind).toBe("failed");
  });
});

describe.skipIf(!existsSync("/proc/self/stat"))("however the parent dies, nothing of the lab is left", () => {
  const children = new Set<ChildProcess>();
  afterAll(() => {
    for (const child of children) child.kill("SIGKILL");
  });

  /** Starts a lab in a process of its own, with one service stopped. */
  async function startElsewhere(): Promise<{ parent: ChildProcess; host: number; pids: number[] }> {
    const script = `
      import { LabSystem } from ${JSON.stringify(join(import.meta.dirname, "lab-system.ts"))};
      const lab = await LabSystem.start(${JSON.stringify(model)}, { tickMs: 250 });
      await lab.inject({ kind: "hang", component: "db" });
      console.log("ready");
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--no-warnings", "--input-type=module-typescript", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.add(parent);
    await once(parent.stdout as NodeJS.ReadableStream, "data");
    const [host] = childrenOf(parent.pid as number);
    return { parent, host: host as number, pids: childrenOf(host as number) };
  }

  const isThere = (pid: number) => existsSync(`/proc/${pid}`) && stateOf(pid) !== "Z";

  /** Those that are still there after a while. */
  async function leftOf(pids: readonly number[]): Promise<number[]> {
    const endAt = Date.now() + 10_000;
    while (pids.some(isThere) && Date.now() < endAt) await new Promise((resolve) => setTimeout(resolve, 50));
    return pids.filter(isThere);
  }

  it.each(["SIGKILL", "SIGTERM"] as const)("by %s", async (signal) => {
    const { parent, host, pids } = await startElsewhere();
    expect(pids.length).toBe(6);
    expect(pids.filter((pid) => stateOf(pid) === "T").length).toBe(1);
    parent.kill(signal);
    expect(await leftOf([host, ...pids])).toEqual([]);
  });

  it("and also when the host between them is killed", async () => {
    const { parent, host, pids } = await startElsewhere();
    process.kill(host, "SIGKILL");
    expect(await leftOf([host, ...pids])).toEqual([]);
    parent.kill("SIGKILL");
  });
});

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}

/** `T` is stopped, `Z` is dead and not yet buried. */
function stateOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .slice(0, 1);
  } catch {
    return "";
  }
}

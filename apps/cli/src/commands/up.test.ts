import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildWeb } from "../build-web.ts";

const root = join(import.meta.dirname, "../../../..");
const running = new Set<ChildProcess>();
let folder: string;

/** Runs the command until it ends, or until it says where it is. */
async function homeostat(...words: string[]) {
  const main = join(root, "apps/cli/src/main.ts");
  const child = spawn(process.execPath, ["--no-warnings", main, "up", "--no-open", ...words], { cwd: folder });
  running.add(child);
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said.err += chunk.toString();
  });
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
  const started = new Promise<string>((resolve) => {
    child.stdout.on("data", () => {
      const url = /http:\S+/.exec(said.out)?.[0];
      if (url !== undefined) resolve(url);
    });
  });
  return { child, said, ended, started };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "homeostat-up-"));
  await buildWeb(root, () => undefined);
}, 180_000);
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("homeostat up", () => {
  it("serves the console until it is asked to stop, and ends in peace", async () => {
    const { child, said, ended, started } = await homeostat("--port", "0", "--data", "one", "--seed", "7");
    const url = await started;
    const page = await fetch(url, { headers: { accept: "text/html" } });
    expect(await page.text()).toContain("<title>Homeostat</title>");
    child.kill("SIGINT");
    child.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(said.out).toContain("Metropolis: 42 components, twin, seed 7");
    expect(said.err).toBe("");
  });

  const bad = (text: string) => {
    const file = join(folder, "system.yaml");
    writeFileSync(file, `name: t\n${text}`);
    return ["--system", file];
  };
  const web = "{ id: web, kind: service }";
  it.each([
    [
      "an unknown dependency",
      () => bad(`components: [${web}]\ndependencies: [{ from: web, to: wed }]`),
      "did you mean",
    ],
    [
      "a probability of 1.5",
      () => bad("components: [{ id: a, kind: service, failureProbability: 1.5 }]"),
      "is too large",
    ],
    ["a duplicate id", () => bad(`components:\n  - ${web}\n  - ${web}\n`), 'the id "web" is taken'],
    ["bad YAML", () => bad("components: [\n"), "this is not YAML"],
    ["no file", () => ["--system", "nowhere.yaml"], "nowhere.yaml: there is no such file"],
    [
      "knowledge of an unknown finding",
      () => {
        const file = join(folder, "knowledge.yaml");
        writeFileSync(
          file,
          "solutions:\n  - { finding: gloom, action: restart, prior: { successes: 1, failures: 1 } }\n",
        );
        return ["--knowledge", file];
      },
      'knowledge.yaml:2: solutions[0].finding: "gloom" is not known; give one of cpu-high',
    ],
    ["a cluster", () => ["--managed", "cluster"], '"cluster" is not known; give twin or lab'],
    ["no kind of system", () => ["--managed", "moon"], '"moon" is not known; give twin or lab'],
    ["no port", () => ["--port", "99999"], "give a number from 0 to 65535"],
  ])("refuses %s in one sentence and starts nothing", async (_, words, sentence) => {
    const { said, ended } = await homeostat(...words());
    expect(await ended).toBe(2);
    expect(said.err).toContain(sentence);
    expect(said.err.trim().split("\n").length).toBe(1);
    expect(said.out).toBe("");
  });

  it("refuses a port that is taken, and a data directory that another one uses", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const { port } = blocker.address() as { port: number };
    const taken = await homeostat("--port", String(port), "--data", "two");
    expect(await taken.ended).toBe(2);
    expect(taken.said.err).toBe("homeostat: the port is taken; give another one with --port N\n");
    blocker.close();

    const first = await homeostat("--port", "0", "--data", "three");
    await first.started;
    const second = await homeostat("--port", "0", "--data", "three");
    expect(await second.ended).toBe(2);
    expect(second.said.err).toContain("another Homeostat is using this data directory");
    expect(second.said.err.trim().split("\n").length).toBe(1);
  });
});

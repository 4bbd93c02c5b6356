import { createHash } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { Rng } from "@homeostat/core/kernel";
import type {
  ShotsMessage,
  ShotStreamItem,
  ShotStreamLayout,
  ShotStreamLive,
  ShotsTaken,
} from "@homeostat/core/protocol";
import {
  analyzeErrors,
  appendBits,
  countMistakes,
  createDecoder,
  DetectionConverter,
  decodeShots,
  generateCircuit,
  setBits,
  ShotSampler,
  shotFormats,
  shotLayout,
  uniformNoise,
  writeCircuit,
  writeErrorModel,
  writeShots,
} from "@homeostat/core/quantum";
import { parseSystem } from "@homeostat/core/system";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, startServer } from "../main.ts";
import { ServerProcess } from "../server-process.fixture.ts";
import { TestBrowser } from "../test-browser.fixture.ts";
import { testFolder } from "../test-folder.fixture.ts";

const model = parseSystem(`
name: Laboratory
components:
  - { id: web, kind: gateway, loadRps: 5 }
  - { id: qpu, kind: quantum-processor, quantum: { code: repetition, distance: 3, physicalErrorRate: 0.01 } }
`);
const token = "a-token-that-only-the-lab-has";
const circuit = generateCircuit({ code: "rotated_memory_x", distance: 3, rounds: 5, noise: uniformNoise(0.01) });
const errors = analyzeErrors(circuit, { decomposeErrors: true });
const measurements = new ShotSampler(circuit, new Rng(8)).measure(640);
const { detectors, observables } = new DetectionConverter(circuit).convert(measurements);
const mistakes = countMistakes(decodeShots(createDecoder("matching", errors), detectors, 1).predictions, observables);
const counts = { detectors: detectors.bitsPerShot, observables: 1 };

let server: RunningServer;
const folder = testFolder();
beforeAll(async () => {
  const operatorsFile = join(folder.path, "operators.yaml");
  writeFileSync(
    operatorsFile,
    `operators:\n  - { name: Lab, role: operator, tokenSha256: ${createHash("sha256").update(token).digest("hex")} }\n`,
  );
  server = await startServer({
    model,
    directory: join(folder.path, "j"),
    tickMs: 50,
    operatorsFile,
    logLevel: "silent",
  });
});
afterAll(async () => {
  await server.close();
  folder[Symbol.dispose]();
});

const headers = { authorization: `Bearer ${token}` };
const path = (rest: string) => `${server.url}api/quantum/streams${rest}`;
async function send(method: string, rest: string, body?: string | Uint8Array) {
  const response = await fetch(path(rest), {
    method,
    headers,
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : Buffer.from(body) }),
  });
  const said = await response.text();
  return { status: response.status, said, json: <T>() => JSON.parse(said) as T };
}

/** Of a browser that has logged in. */
async function cookie(): Promise<string> {
  const answer = await fetch(`${server.url}api/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: new URL(server.url).origin },
    body: JSON.stringify({ token }),
  });
  return answer.headers.getSetCookie()[0]!.split(";")[0]!;
}

describe("shots that a lab sends", () => {
  it("are decoded as they come, in pieces of any size, by the circuit that was sent before", async () => {
    const defined = await send("PUT", "/tuesday", writeCircuit(circuit));
    expect(defined.status).toBe(201);
    expect(defined.json<ShotStreamItem>()).toMatchObject({
      ...counts,
      measurements: measurements.bitsPerShot,
      shots: 0,
    });

    const bytes = writeShots("b8", shotLayout({ measurements: measurements.bitsPerShot }), measurements);
    const sending = request(path("/tuesday/shots?of=measurements"), { method: "POST", headers });
    for (let at = 0; at < bytes.length; at += 777) {
      sending.write(bytes.subarray(at, at + 777));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    sending.end();
    const [answer] = (await once(sending, "response")) as [NodeJS.ReadableStream];
    let said = "";
    for await (const piece of answer) said += piece;
    const scratch = new Int32Array(counts.detectors);
    let events = 0;
    for (let s = 0; s < 640; s++) events += setBits(detectors, s, scratch);
    expect(JSON.parse(said) as ShotsTaken).toEqual({ shots: 640, events, mistakes });

    const live = (await send("GET", "/tuesday/live?after=600")).json<ShotStreamLive>();
    expect(live).toMatchObject({ shots: 640, unexplained: 0, recent: { from: 600, count: 40 } });
    expect(live.logicalError).toMatchObject({ mistakes, of: 640 });
    const tail = detectors.rows.subarray(600 * detectors.bytesPerShot);
    expect(Buffer.from(live.recent.b8, "base64").equals(Buffer.from(tail))).toBe(true);
    const layout = (await send("GET", "/tuesday/layout")).json<ShotStreamLayout>();
    expect(layout.layers).toBe(6);
    expect(layout.lattice.stabilizers).toHaveLength(8);
    expect(layout.lattice.data).toHaveLength(9);
    expect((await send("GET", "/tuesday/prior.dem")).said).toBe(writeErrorModel(errors));
  });

  it.each(shotFormats)("in the format %s, with observables after the detectors, by a model alone", async (format) => {
    expect((await send("PUT", `/${format}`, writeErrorModel(errors))).status).toBe(201);
    const body = writeShots(format, shotLayout(counts), appendBits(detectors, observables));
    const taken = await send("POST", `/${format}/shots?format=${format}&observables=true`, body);
    expect(taken.json<ShotsTaken>()).toMatchObject({ shots: 640, mistakes });
    expect((await send("DELETE", `/${format}`)).status).toBe(204);
    expect((await send("GET", `/${format}/live`)).status).toBe(400);
  });

  it("are refused while four requests of the stream are under way, and nothing of those is lost", async () => {
    await send("PUT", "/busy", writeErrorModel(errors));
    const body = writeShots("b8", shotLayout(counts), appendBits(detectors, observables));
    const query = "/busy/shots?observables=true";
    const open = Array.from({ length: 4 }, () => request(path(query), { method: "POST", headers }));
    const answered = open.map((one) => once(one, "response") as Promise<[IncomingMessage]>);
    const half = body.length / 2;
    for (const one of open) one.write(body.subarray(0, half));
    while ((await send("GET", "/busy/live")).json<ShotStreamLive>().shots < 4 * 320);
    const refused = await fetch(path(query), { method: "POST", headers, body: "" });
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await refused.text()).toMatch(/"busy" has 4 requests under way, and nothing of this one was taken/);
    for (const one of open) one.end(body.subarray(half));
    for (const [answer] of await Promise.all(answered)) {
      expect(answer.statusCode).toBe(200);
      answer.resume();
    }
    expect((await send("GET", "/busy/live")).json<ShotStreamLive>()).toMatchObject({ shots: 4 * 640, unexplained: 0 });
    expect((await send("POST", query, "")).status).toBe(200);
  });

  it("go on after the server was killed, with all that was acknowledged", async () => {
    using directory = testFolder();
    const start = () =>
      ServerProcess.start({ model, directory: directory.path, tickMs: 1_000, logLevel: "silent", port: 0 });
    const body = Buffer.from(writeShots("b8", shotLayout(counts), appendBits(detectors, observables)));
    let killed = await start();
    const stream = () => `http://127.0.0.1:${killed.port}/api/quantum/streams/night`;
    const post = () => fetch(`${stream()}/shots?observables=true`, { method: "POST", body });
    const live = async () => (await (await fetch(`${stream()}/live`)).json()) as ShotStreamLive;
    await fetch(stream(), { method: "PUT", body: writeErrorModel(errors) });
    for (let i = 0; i < 3; i++) expect(await (await post()).json()).toMatchObject({ shots: 640, mistakes });
    const before = await live();
    await killed.kill();

    killed = await start();
    expect(await live()).toMatchObject({ shots: 3 * 640, logicalError: before.logicalError });
    expect(await (await post()).json()).toMatchObject({ shots: 640, mistakes });
    expect(await live()).toMatchObject({ shots: 4 * 640, logicalError: { mistakes: 4 * mistakes } });
    expect((await fetch(stream(), { method: "DELETE" })).status).toBe(204);
    await killed.kill();

    killed = await start();
    expect((await fetch(stream())).status).toBe(404);
    expect(await (await fetch(`${stream()}/live`)).text()).toMatch(/there is no stream "night"/);
    await killed.stop();
  }, 60_000);

  it("are refused in one sentence that says where", async () => {
    expect(await send("PUT", "/broken", "R 0\nWOBBLE 1\n")).toMatchObject({
      status: 400,
      said: expect.stringMatching(/WOBBLE/),
    });
    expect((await send("PUT", "/broken", "R 0\nWOBBLE 1\n")).said).toMatch(/line 2|:2/);
    await send("PUT", "/fine", writeErrorModel(errors));
    expect((await send("POST", "/fine/shots?format=01", "0101\n")).said).toMatch(/line 1|shot 1|:1/);
    expect((await send("POST", "/fine/shots?format=csv", "")).said).toMatch(/no format of shots/);
    expect((await send("POST", "/fine/shots?of=measurements", "x")).said).toMatch(/defined by an error model/);
    expect((await send("POST", "/never/shots", "x")).said).toMatch(/there is no stream "never"/);
    expect((await send("PUT", "/qpu", writeErrorModel(errors))).said).toMatch(/tells of its own shots/);
    expect((await fetch(path("/fine/shots"), { method: "POST", body: "x" })).status).toBe(401);
  });
});

it("whoever watches a stream is told what is new of it, and nobody else", async () => {
  using watching = new TestBrowser(server.url, { cookie: await cookie() });
  using other = new TestBrowser(server.url, { cookie: await cookie() });
  await Promise.all([watching.connected(), other.connected()]);
  const told: ShotsMessage[] = [];
  watching.socket.on("shots", (message) => told.push(message));
  other.socket.on("shots", () => told.push(undefined as never));
  expect(await watching.socket.emitWithAck("watchShots", "never")).toMatch(/there is no stream "never"/);
  expect(await watching.socket.emitWithAck("watchShots", "qpu")).toBeNull();
  await watching.until("it was told three times", () => told.length >= 3);
  expect(told[0]!.correlations![0].byteLength).toBe(4 * 2 * 2);
  const shots = told.map(({ live }) => live.shots);
  expect(shots).toEqual([...new Set(shots)].sort((a, b) => a - b));
  for (const { name, live } of told) {
    expect(name).toBe("qpu");
    expect(live.recent.from + live.recent.count).toBe(live.shots);
  }
  expect(await watching.socket.emitWithAck("watchShots", null)).toBeNull();
  const { length } = told;
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(told).toHaveLength(length);
});

it("the system's own processors are streams too", async () => {
  let own: ShotStreamLive;
  do own = (await send("GET", "/qpu/live")).json<ShotStreamLive>();
  while (own.shots < 200);
  expect(own.detectionFractions).toHaveLength(2);
  expect(own.recent.count).toBeGreaterThan(0);
  expect((await send("GET", "")).json<ShotStreamItem[]>()).toContainEqual(
    expect.objectContaining({ name: "qpu", component: "qpu" }),
  );
});

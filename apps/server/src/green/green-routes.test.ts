import { writeElectricityMaps } from "@homeostat/core/green";
import { hourMs, minuteMs } from "@homeostat/core/kernel";
import { parseSystem } from "@homeostat/core/system";
import { afterEach, describe, expect, it } from "vitest";
import { type RunningServer, startServer } from "../main.ts";
import { testFolder } from "../test-folder.fixture.ts";
import { sendJson, TestProvider } from "./intensity-provider.fixture.ts";

const model = parseSystem(`
name: Bench
components: [{ id: web, kind: gateway, loadRps: 20, mttfHours: 10000, power: { idleW: 60, peakW: 240 } }]
`);
const thisHour = Math.floor(Date.now() / hourMs) * hourMs;
const iso = (at: number) => new Date(at).toISOString();
const inHours = (hours: number) => iso(thisHour + hours * hourMs);

const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 10_000 });
/** For numbers and texts. */
const inOrder = (a: number | string, b: number | string) => (a < b ? -1 : Number(a > b));

const held: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of held.splice(0).reverse()) await each();
});

async function start(directory = ownFolder(), intensity: string[] = []): Promise<RunningServer> {
  const server = await startServer({ model, directory, tickMs: 200, logLevel: "silent", intensity });
  held.push(() => server.close());
  return server;
}

function ownFolder(): string {
  const folder = testFolder();
  held.push(() => folder[Symbol.dispose]());
  return folder.path;
}

/** A day and a half around now, cleanest at the given hours from this one on. */
function maps(cleanest: readonly number[], zone = "DE") {
  const gPerKwh = Array.from({ length: 60 }, (_, t) => (cleanest.includes(t - 24) ? 50 : 300));
  const series = { source: "test", startMs: thisHour - 24 * hourMs, stepMs: hourMs, gPerKwh, zone } as const;
  return writeElectricityMaps({ ...series, signal: "average" }, "forecast");
}

async function send(server: RunningServer, content: unknown): Promise<void> {
  const answer = await fetch(`${server.url}api/carbon/intensity`, { method: "POST", body: JSON.stringify(content) });
  expect([answer.status, await answer.text()]).toEqual([201, expect.any(String)]);
}

async function ask(server: RunningServer, path: string, method = "GET", body?: unknown) {
  const response = await fetch(server.url + path, {
    method,
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    headers: { "content-type": "application/json" },
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return { status: response.status, text, json: isJson ? JSON.parse(text) : undefined };
}

const backup = { id: "backup", powerW: 800, durationMinutes: 120, deadlineAt: inHours(20) };
const submit = (server: RunningServer, job: object = {}) => ask(server, "jobs", "POST", { ...backup, ...job });

describe("the Carbon Aware SDK's routes", () => {
  it("answer in its shapes, for a provider that is asked live", async () => {
    await using provider = await TestProvider.start((_request, response) => sendJson(response, maps([5, 6])));
    const server = await start(ownFolder(), [provider.url("/v3/carbon-intensity/forecast?zone=DE")]);
    await eventually(async () => (await ask(server, "locations")).json).toEqual({ DE: { name: "DE" } });

    const query = `location=DE&time=${inHours(4)}&toTime=${inHours(7)}`;
    const entry = (hours: number, rating: number) => ({
      location: "DE",
      time: inHours(hours),
      rating,
      duration: "01:00:00",
    });
    const all = [entry(4, 300), entry(5, 50), entry(6, 50)];
    expect((await ask(server, `emissions/bylocations?${query}`)).json).toEqual(all);
    expect((await ask(server, `emissions/bylocations/best?${query}`)).json).toEqual(all.slice(1));

    const forecast = `location=DE&dataStartAt=${inHours(4)}&dataEndAt=${inHours(8)}&windowSize=120`;
    const [found] = (await ask(server, `emissions/forecasts/current?${forecast}`)).json;
    const point = (hours: number, value: number) => ({
      location: "DE",
      timestamp: inHours(hours),
      duration: 120,
      value,
    });
    expect(found).toMatchObject({ location: "DE", dataStartAt: inHours(4), dataEndAt: inHours(8), windowSize: 120 });
    expect(found.forecastData).toEqual([point(4, 175), point(5, 50), point(6, 175)]);
    expect(found.optimalDataPoints).toEqual([point(5, 50)]);
    expect(Date.parse(found.generatedAt)).toBeLessThanOrEqual(Date.parse(found.requestedAt));

    const mean = `location=DE&startTime=${inHours(4.5)}&endTime=${inHours(6)}`;
    expect((await ask(server, `emissions/average-carbon-intensity?${mean}`)).json).toEqual({
      location: "DE",
      startTime: inHours(4.5),
      endTime: inHours(6),
      carbonIntensity: (0.5 * 300 + 50) / 1.5,
    });
  });

  it("say what is wrong with a question in one sentence", async () => {
    const server = await start();
    await send(server, maps([3]));
    for (const [path, sentence] of [
      ["emissions/bylocations", "location: name at least one location"],
      ["emissions/bylocations?location=", "location: name at least one location"],
      ["emissions/bylocations?location=XX", 'no carbon intensity of "XX" is known; known are: DE'],
      ["emissions/bylocations?location=constructor", 'no carbon intensity of "constructor" is known'],
      ["emissions/bylocations?location=__proto__", 'no carbon intensity of "__proto__" is known'],
      ["emissions/bylocations?location=DE&time=noon", "time: this is not a time; give ISO 8601"],
      ["emissions/bylocations?location=DE&time=1e300", "time: this is not a time; give ISO 8601"],
      ["emissions/bylocations?location=DE&time=a&time=b", "time: this is not a time; give ISO 8601"],
      [`emissions/bylocations?location=DE&time=${inHours(2)}&toTime=${inHours(1)}`, "toTime: this is not behind time"],
      ["emissions/forecasts/current?location=DE&windowSize=90", "a window of 90 minutes is not a number of steps"],
      ["emissions/forecasts/current?location=DE&windowSize=-5", "windowSize: this is not a length"],
      ["emissions/forecasts/current?location=DE&windowSize=NaN", "windowSize: this is not a length"],
      ["emissions/forecasts/current?location=DE&dataEndAt=9999-01-01", "dataEndAt: no forecast reaches that far"],
      ["emissions/average-carbon-intensity?location=DE", "startTime: give startTime and endTime"],
      [
        "emissions/average-carbon-intensity?location=DE&startTime=2001-01-01&endTime=2001-01-02",
        "there is no intensity",
      ],
    ] as const) {
      const { status, text } = await ask(server, path);
      expect([path, status]).toEqual([path, 400]);
      expect(text).toContain(sentence);
    }
    const wide = "emissions/bylocations?location=DE&time=0001-01-01&toTime=9999-12-31";
    expect((await ask(server, wide)).json).toHaveLength(60);
  });
});

describe("intensity that is sent", () => {
  it("goes over what was known, in any order, and can be taken out", async () => {
    const server = await start();
    await send(server, maps([30]));
    await send(server, { zone: "DE", history: [{ carbonIntensity: 111, datetime: inHours(-48) }] });
    await send(server, { zone: "DE", history: [{ carbonIntensity: 7, datetime: inHours(-1) }] });
    const { intensities } = server.journal.state.green;
    expect(intensities["DE"]).toMatchObject({ startMs: thisHour - 48 * hourMs });
    const at = (hours: number) => intensities["DE"]!.gPerKwh[hours + 48];
    expect([at(-48), at(-47), at(-1), at(30)]).toEqual([111, null, 7, 50]);
    expect((await ask(server, "api/carbon/intensity/DE", "DELETE")).status).toBe(204);
    expect((await ask(server, "api/carbon/intensity/DE", "DELETE")).status).toBe(404);
    expect(server.journal.state.green.intensities).toEqual({});
  });

  it("is refused in one sentence, and leaves a journal that can be read", async () => {
    const directory = ownFolder();
    const server = await start(directory);
    const reading = (carbonIntensity: unknown, datetime: unknown = inHours(0)) => ({
      zone: "DE",
      history: [{ carbonIntensity, datetime }],
    });
    for (const body of [
      "",
      "{",
      "[]",
      "null",
      "{}",
      "time,DE\n",
      "time,DE\nnoon,5\n",
      `time,DE\n${inHours(0)},1e999\n`,
      `time,DE\n${inHours(0)},-1\n`,
      "time,DE\n1e300,1\n",
      "time,DE\n2019-01-01,1\n",
      reading("many"),
      reading(-1),
      reading(1, "9999-99-99"),
      reading(1, inHours(1e6)),
      { ...reading(1), zone: "Z".repeat(65) },
      { zone: "DE", history: [0, 45, 90].map((m) => ({ carbonIntensity: 1, datetime: iso(thisHour + m * minuteMs) })) },
      { zone: "DE", history: [inHours(0), "9000-01-01"].map((datetime) => ({ carbonIntensity: 1, datetime })) },
    ]) {
      const { status, text } = await ask(server, "api/carbon/intensity", "POST", body);
      expect([body, status]).toEqual([body, 400]);
      expect(text).toMatch(/^[^\n]{10,400}$/);
    }
    expect(server.journal.state.green.intensities).toEqual({});
    await send(server, maps([3]));
    await server.close();
    expect(Object.keys((await start(directory)).journal.state.green.intensities)).toEqual(["DE"]);
  });
});

describe("/jobs", () => {
  it("tells work when to start, and anew as the forecast moves", async () => {
    const server = await start();
    await send(server, maps([5, 6]));
    const told = await submit(server);
    expect([told.status, told.json.status, told.json.startAt, told.json.zone]).toEqual([
      201,
      "waiting",
      inHours(5),
      "DE",
    ]);
    expect(told.json.runs).toEqual([{ zone: "DE", from: inHours(5), to: inHours(7), powerW: 800 }]);
    await send(server, maps([9, 10]));
    await eventually(async () => (await ask(server, "jobs/backup")).json.startAt).toBe(inHours(9));
    expect((await ask(server, "jobs")).json).toHaveLength(1);
    expect((await ask(server, "jobs/backup", "DELETE")).status).toBe(204);
    expect((await ask(server, "jobs/backup")).json).toMatchObject({ id: "backup", status: "withdrawn" });
    expect((await ask(server, "jobs/backup", "DELETE")).status).toBe(404);
  });

  it("takes the same question twice, and lets one job wait for another", async () => {
    const server = await start();
    await send(server, maps([5, 6, 10]));
    const [one, two] = await Promise.all([submit(server), submit(server)]);
    expect([one.status, two.status].toSorted(inOrder)).toEqual([200, 201]);
    expect(one.json).toEqual({ ...two.json, startsInMs: one.json.startsInMs });
    expect((await submit(server, { powerW: 1 })).text).toContain('there is a job "backup" already');
    const after = await submit(server, { id: "check", durationMinutes: 60, after: ["backup"] });
    expect(after.json.startAt).toBe(inHours(10));
  });

  it("leaves out what cannot be placed with its reason, and the others keep their slots", async () => {
    const server = await start();
    expect((await submit(server)).json).toMatchObject({
      status: "unplanned",
      reason: "no carbon intensity is known; send some to /api/carbon/intensity",
    });
    await send(server, maps([5, 6]));
    await eventually(async () => (await ask(server, "jobs/backup")).json.startAt).toBe(inHours(5));
    const elsewhere = await submit(server, { id: "elsewhere", zones: ["PL"] });
    expect(elsewhere.json).toMatchObject({
      status: "unplanned",
      reason: "it may run in PL, of which no intensity is known",
    });
    const later = await submit(server, { id: "later", after: ["elsewhere"] });
    expect(later.json).toMatchObject({ status: "unplanned", reason: "it waits for elsewhere, which has no slot" });
    expect((await ask(server, "jobs/backup")).json).toMatchObject({ status: "waiting", startAt: inHours(5) });
    const soon = await submit(server, { id: "soon", durationMinutes: 2, deadlineAt: iso(Date.now() + 3 * minuteMs) });
    expect(soon.json.status).toBe("running");
  });

  it("says what is wrong with a job in one sentence", async () => {
    const server = await start();
    await send(server, maps([5, 6]));
    for (const [job, sentence] of [
      ["{", ""],
      [{ powerW: "many" }, "powerW"],
      [{ powerW: -1 }, "powerW"],
      [{ powerW: 0 }, "powerW"],
      [{ durationMinutes: -10 }, "durationMinutes"],
      [{ durationMinutes: 1e9 }, "deadlineAt"],
      [{ deadlineAt: "tomorrow" }, 'deadlineAt: "tomorrow" is not a time; give ISO 8601'],
      [{ deadlineAt: 1e300 }, "deadlineAt"],
      [{ deadlineAt: inHours(-5) }, "deadlineAt"],
      [{ deadlineAt: iso(Date.now() + 119 * minuteMs), releaseAt: inHours(-9) }, "behind its deadline"],
      [{ releaseAt: inHours(19) }, "deadlineAt"],
      [{ id: "a b" }, "id: "],
      [{ after: ["nobody"] }, 'after: there is no job "nobody" to wait for'],
      [{ after: ["constructor"] }, 'after: there is no job "constructor" to wait for'],
      [{ component: "nobody" }, 'component: there is no component "nobody"; name one of the system'],
      [{ colour: "green" }, "colour"],
    ] as const) {
      const body = typeof job === "string" ? job : { ...backup, ...job };
      const { status, text } = await ask(server, "jobs", "POST", body);
      expect([job, status]).toEqual([job, 400]);
      expect(text).toContain(sentence);
      expect(text).toMatch(/^[^\n]{5,300}$/);
    }
    expect((await ask(server, "jobs/constructor")).status).toBe(404);
    expect((await ask(server, "jobs")).json).toEqual([]);
  });

  it("forgets nothing over a restart, and what had begun goes on", async () => {
    const directory = ownFolder();
    const server = await start(directory);
    await send(server, maps([0, 1, 2, 8, 9]));
    const now = await submit(server, { id: "now", durationMinutes: 127, deadlineAt: iso(Date.now() + 128 * minuteMs) });
    expect(now.json.status).toBe("running");
    const told = await Promise.all(Array.from({ length: 12 }, (_, i) => submit(server, { id: `job-${i}` })));
    expect(told.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 201));
    await server.close();

    const again = await start(directory);
    const jobs = (await ask(again, "jobs")).json as { id: string; startAt: string }[];
    expect(jobs.map(({ id }) => id).toSorted(inOrder)).toEqual(
      ["now", ...told.map(({ json }) => json.id)].toSorted(inOrder),
    );
    expect(jobs.find(({ id }) => id === "now")!.startAt).toBe(now.json.startAt);
    await send(again, maps([12, 13]));
    await eventually(async () => (await ask(again, "jobs/job-0")).json.startAt).toBe(inHours(12));
    expect((await ask(again, "jobs/now")).json).toMatchObject({ status: "running", startAt: now.json.startAt });
    await ask(again, "api/carbon/intensity/DE", "DELETE");
    await eventually(async () => (await ask(again, "jobs/job-0")).json.status).toBe("unplanned");
    expect((await ask(again, "jobs/now")).json).toMatchObject({ status: "running", startAt: now.json.startAt });
  });
});

describe("the report of a period", () => {
  it("is given as JSON and CSV, and says what is wrong with a question", async () => {
    const server = await start();
    await send(server, maps([5]));
    await eventually(async () => (await ask(server, "api/carbon/report")).json.energyKwh).toBeGreaterThan(0);
    const { json } = await ask(server, "api/carbon/report");
    expect(json).toMatchObject({ components: [{ component: "web" }], deferred: { jobs: 0 } });
    expect(json.operationalG).toBeCloseTo(json.energyKwh * 300, 6);
    expect(json.sources.every(({ source }: { source: string }) => source !== "")).toBe(true);
    const csv = await fetch(`${server.url}api/carbon/report?format=csv`);
    expect(csv.headers.get("content-type")).toContain("text/csv");
    expect(csv.headers.get("content-disposition")).toMatch(/^attachment; filename="?carbon-\d{4}-\d\d-\d\d\.csv"?$/);
    expect((await csv.text()).split("\n")[0]).toContain("component,energy_kwh");
    for (const query of ["from=x", "from=5&to=4", "from=0", "to=1e300", "format=pdf", "zone=XX", "from=1&from=2"])
      expect([query, (await ask(server, `api/carbon/report?${query}`)).status]).toEqual([query, 400]);
  });
});

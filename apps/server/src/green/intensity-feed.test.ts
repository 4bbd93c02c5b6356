import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hourMs, InputError, minuteMs } from "@homeostat/core/kernel";
import { writeElectricityMaps, writeUkCarbonIntensity, writeWattTime } from "@homeostat/core/green";
import { describe, expect, it, onTestFinished } from "vitest";
import { LiveJournal } from "../loop/index.ts";
import { SqliteJournal } from "../store/index.ts";
import { testFolder } from "../test-folder.fixture.ts";
import { IntensityFeed } from "./intensity-feed.ts";
import { sendJson, TestProvider } from "./intensity-provider.fixture.ts";

const now = Date.UTC(2026, 2, 29, 0, 20);
const hour = Date.UTC(2026, 2, 29);
const about = { source: "test", startMs: hour, gPerKwh: [300, 200, 100, 250] } as const;
const maps = writeElectricityMaps({ ...about, signal: "average", zone: "DE", stepMs: hourMs }, "forecast");

async function openJournal(): Promise<LiveJournal> {
  const folder = testFolder();
  const store = new SqliteJournal(folder.path);
  onTestFinished(async () => {
    await store.close();
    folder[Symbol.dispose]();
  });
  return LiveJournal.open(store, (error) => {
    throw error;
  });
}

/** A feed of some addresses and the journal that it fills, after its first round. */
async function feedOf(sources: readonly string[], token?: string, patienceMs = 5_000) {
  const journal = await openJournal();
  const feed = await IntensityFeed.start({
    journal,
    clock: () => now,
    sources,
    token,
    patienceMs,
    onProblem: () => undefined,
  });
  onTestFinished(() => feed.close());
  await feed.ask();
  return { feed, journal, green: () => journal.state.green };
}

describe("IntensityFeed", () => {
  it("reads Electricity Maps with its token", async () => {
    await using provider = await TestProvider.start((request, response) => {
      if (request.headers["auth-token"] === "right") sendJson(response, maps);
      else sendJson(response, { error: "Request unauthorized" }, 401);
    });
    const { green } = await feedOf([provider.url("/v3/carbon-intensity/forecast?zone=DE")], "right");
    expect(green().intensities["DE"]).toMatchObject({ signal: "average", startMs: hour, gPerKwh: about.gPerKwh });
    expect(green().receivedAt["DE"]).toBe(now);
    expect(green().silentFeeds).toEqual({});
  });

  it("logs in to WattTime, and anew when its token has lapsed", async () => {
    let valid = "";
    await using provider = await TestProvider.start((request, response) => {
      const { authorization } = request.headers;
      if (request.url === "/login") {
        const isKnown = authorization === `Basic ${Buffer.from("lab:secret").toString("base64")}`;
        if (isKnown) sendJson(response, { token: (valid = `t${provider.asked.length}`) });
        else sendJson(response, {}, 401);
      } else if (authorization === `Bearer ${valid}`)
        sendJson(response, writeWattTime({ ...about, signal: "marginal", zone: "CAISO_NORTH", stepMs: 5 * minuteMs }));
      else sendJson(response, { error: "Invalid token" }, 403);
    });
    const address = provider.url("/v3/forecast?region=CAISO_NORTH&signal_type=co2_moer");
    const { feed, green } = await feedOf([address], `${provider.host}=lab:secret`);
    const { signal, stepMs, gPerKwh } = green().intensities["CAISO_NORTH"]!;
    expect([signal, stepMs]).toEqual(["marginal", 15 * minuteMs]);
    expect(gPerKwh[0]).toBeCloseTo(200, 9);
    valid = "lapsed";
    await feed.ask();
    expect(green().silentFeeds).toEqual({});
    expect(provider.asked.filter(({ path }) => path === "/login")).toHaveLength(2);

    const wrong = await feedOf([address], "lab:forgotten");
    expect(Object.values(wrong.green().silentFeeds)[0]!.problem).toContain("does not take the token");
  });

  it("asks UK Carbon Intensity from the hour that has begun, without a token of another host", async () => {
    await using provider = await TestProvider.start((_request, response) => {
      sendJson(response, writeUkCarbonIntensity({ ...about, signal: "average", zone: "GB", stepMs: 30 * minuteMs }));
    });
    const { green } = await feedOf([provider.url("/intensity/{now}/fw48h")], "api.electricitymap.org=secret");
    expect(green().intensities["GB"]).toMatchObject({ stepMs: 30 * minuteMs, gPerKwh: about.gPerKwh });
    expect(provider.asked[0]).toMatchObject({ path: "/intensity/2026-03-29T00:00Z/fw48h" });
    expect(JSON.stringify(provider.asked)).not.toContain("secret");
  });

  it("does not tell one provider another's token", async () => {
    const sources = ["https://a.example/v3?zone=DE", "https://b.example/{now}"];
    await expect(feedOf(sources, "secret")).rejects.toThrow(
      "it does not say whose token this is, of a.example, b.example; give HOST=TOKEN",
    );
  });

  it.each([
    ["a wrong token", (r) => sendJson(r, {}, 401), "answered 401: it does not take the token"],
    ["an unknown zone", (r) => sendJson(r, {}, 404), "answered 404: it knows no such thing"],
    ["too many questions", (r) => sendJson(r, {}, 429), "answered 429: it was asked too often"],
    ["an error of its own", (r) => sendJson(r, {}, 500), "answered 500: something is wrong there"],
    ["a page instead", (r) => r.end("<html>maintenance</html>"), "gave something unusable: "],
    ["half an answer", (r) => r.end('{"zone":"DE","forecast":[{"carbonInt'), "gave something unusable: "],
    ["another shape", (r) => sendJson(r, { zone: "DE", error: "?" }), "not an Electricity Maps v3 answer"],
    ["no reading", (r) => sendJson(r, { zone: "DE", forecast: [] }), "gives no intensity for DE"],
    [
      "a negative reading",
      (r) => sendJson(r, { zone: "DE", forecast: [{ carbonIntensity: -5, datetime: "2026-03-29T01:00:00Z" }] }),
      "-5 at 2026-03-29T01:00:00.000Z cannot be an intensity",
    ],
    ["a zone without a name", (r) => sendJson(r, { ...maps, zone: "" }), '"" is not a zone'],
    ["silence", () => undefined, "did not answer within 0.3 s"],
    ["a broken line", (r) => r.destroy(), "cannot be reached"],
    [
      "a move elsewhere",
      (r) => r.writeHead(301, { location: "https://evil.example/?x=1" }).end(),
      "it has moved to https://evil.example/; give that address",
    ],
  ] satisfies [string, (response: Parameters<typeof sendJson>[0]) => unknown, string][])(
    "keeps the last good series over %s, and says why in one sentence",
    async (_what, fail, sentence) => {
      await using provider = await TestProvider.start((_request, response) => sendJson(response, maps));
      const { feed, green, journal } = await feedOf([provider.url("/v3/carbon-intensity/forecast?zone=DE")], "t", 300);
      const good = green().intensities["DE"];
      provider.answer = (_request, response) => {
        fail(response);
      };
      await feed.ask();
      const seq = journal.state.seq;
      await feed.ask();
      expect(journal.state.seq).toBe(seq);
      const feedName = `${provider.host}/v3/carbon-intensity/forecast`;
      const { problem, zone, since } = green().silentFeeds[feedName]!;
      expect(problem).toContain(sentence);
      expect(problem).not.toMatch(/\n|undefined|\[object/);
      expect([zone, since]).toEqual(["DE", now]);
      expect(green().intensities["DE"]).toEqual(good);
      provider.answer = (_request, response) => sendJson(response, maps);
      await feed.ask();
      expect(green().silentFeeds).toEqual({});
    },
  );

  it("says at once what is wrong with a file", async () => {
    const folder = testFolder();
    onTestFinished(() => folder[Symbol.dispose]());
    await expect(feedOf([join(folder.path, "none.csv")])).rejects.toThrow("this cannot be read (ENOENT)");
    const file = join(folder.path, "old.csv");
    writeFileSync(file, "time,DE\n2019-01-01 00:00:00,5\n");
    await expect(feedOf([file])).rejects.toThrow(InputError);
  });

  it("never mixes average and marginal", async () => {
    await using provider = await TestProvider.start((request, response) => {
      if (request.url === "/average") sendJson(response, maps);
      else sendJson(response, writeWattTime({ ...about, signal: "marginal", zone: "PJM", stepMs: 5 * minuteMs }));
    });
    const { green } = await feedOf([provider.url("/average"), provider.url("/marginal")]);
    expect(new Set(Object.values(green().intensities).map(({ signal }) => signal)).size).toBe(1);
    expect(Object.values(green().silentFeeds)[0]!.problem).toContain("count different things");
  });
});

// What labs that send more than can be decoded cost the console: `node bench/intake.ts [--distance 11] [--p 0.005]
// [--connections 6] [--browsers 20] [--seconds 15] [--json]`. Asked for: from sent to received p95 < 60 ms.
import { setTimeout as pause } from "node:timers/promises";
import { Rng } from "@homeostat/core/kernel";
import type { ShotStreamLive, ShotsTaken } from "@homeostat/core/protocol";
import {
  appendBits,
  generateCircuit,
  ShotSampler,
  shotLayout,
  uniformNoise,
  writeCircuit,
  writeShots,
} from "@homeostat/core/quantum";
import { fanOut } from "./fan-out/measure.ts";
import { printReport } from "./report.ts";

const option = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(`--${name}`);
  return Number((at < 0 ? undefined : process.argv[at + 1]) ?? otherwise);
};
const distance = option("distance", 11);
const p = option("p", 0.005);
const browsers = option("browsers", 20);
const seconds = option("seconds", 15);

const circuit = generateCircuit({ code: "rotated_memory_x", distance, rounds: distance, noise: uniformNoise(p) });
const { detectors, observables } = new ShotSampler(circuit, new Rng(1)).detect();
const counts = { detectors: detectors.bitsPerShot, observables: 1 };
const body = writeShots("b8", shotLayout(counts), appendBits(detectors, observables));

const lab = { sent: 0, acknowledged: 0, refused: 0, counted: 0, seconds: 0 };

/** Defines a stream and sends shots on so many connections, each as fast as it is answered. */
async function flood(url: string): Promise<() => Promise<void>> {
  const stream = `${url}api/quantum/streams/flood`;
  await fetch(stream, { method: "PUT", body: writeCircuit(circuit) });
  const from = performance.now();
  const over = new AbortController();
  const connection = async () => {
    while (!over.signal.aborted) {
      lab.sent += detectors.shots;
      const answer = await fetch(`${stream}/shots?observables=true`, { method: "POST", body: Buffer.from(body) });
      if (answer.ok) lab.acknowledged += ((await answer.json()) as ShotsTaken).shots;
      else {
        lab.refused++;
        await answer.text();
        await pause(1000 * Number(answer.headers.get("retry-after") ?? 1));
      }
    }
  };
  const connections = Promise.all(Array.from({ length: option("connections", 6) }, connection));
  return async () => {
    over.abort();
    await connections;
    lab.seconds = (performance.now() - from) / 1000;
    lab.counted = ((await (await fetch(`${stream}/live`)).json()) as ShotStreamLive).shots;
  };
}

const row = (name: string, figures: Awaited<ReturnType<typeof fanOut>>) => ({
  "": name,
  "messages/s (asked 10)": figures.messagesPerSecond.toFixed(2),
  "p50 ms": Math.round(figures.p50Ms),
  "p95 ms (asked < 60)": Math.round(figures.p95Ms),
  "p99 ms": Math.round(figures.p99Ms),
  "gap p99 ms": Math.round(figures.gapP99Ms),
});
const rows = [
  row("no lab", await fanOut(200, browsers, seconds)),
  row(`d = ${distance}, p = ${p}`, await fanOut(200, browsers, seconds, flood)),
];
printReport(`200 components at 10 Hz to ${browsers} browsers, beside a lab that sends all it can`, rows);
printReport("The lab", [
  {
    "shots acknowledged": lab.acknowledged,
    "of them counted": lab.counted,
    "rounds/s": Math.round((lab.acknowledged * distance) / lab.seconds),
    "requests refused": lab.refused,
  },
]);

// What survives: the server killed in the middle of decisions, and the network pulled for half a minute, by ending every
// connection and by silence. The same as apps/server's test, longer.
import { Rng } from "@homeostat/core/kernel";
import { type Interruption, SurvivalBench, type SurvivalReport } from "../apps/server/src/survival.fixture.ts";

const option = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const rng = new Rng(option("seed", 1));
const rounds = option("rounds", 30);
const cutMs = 1_000 * option("seconds", 30);

const interruptions: readonly (readonly [string, number, Interruption])[] = [
  [
    "server killed",
    rounds,
    async (bench, approve) => {
      approve();
      await pause(rng.next() * 90);
      await bench.killAndRestart();
    },
  ],
  [
    `network cut ${cutMs / 1_000} s`,
    2,
    async (bench, approve) => {
      approve();
      bench.proxy.cut();
      await pause(cutMs);
      bench.proxy.mend();
    },
  ],
  [
    `network mute ${cutMs / 1_000} s`,
    2,
    async (bench, approve) => {
      bench.proxy.mute();
      approve();
      await pause(cutMs);
      bench.proxy.mend();
    },
  ],
];

const results: Record<string, SurvivalReport> = {};
for (const [name, count, interrupt] of interruptions) {
  const bench = await SurvivalBench.start();
  try {
    results[name] = await bench.run(count, interrupt);
  } finally {
    await bench.close();
  }
  process.stderr.write(`${name}: done\n`);
}
if (process.argv.includes("--json")) console.log(JSON.stringify(results, undefined, 2));
else console.table(results);
const isWhole = Object.values(results).every(
  (r) => r.alike === r.rounds && r.lost + r.forgotten + r.doubled + r.gaps + r.repeats === 0,
);
console.error(isWhole ? "nothing was lost, nothing was doubled" : "something was lost or doubled");
process.exitCode = isWhole ? 0 : 1;

// What it costs to send to many browsers: `node bench/fan-out.ts [--browsers 1,100,500] [--seconds 15] [--json]`. Asked for: a
// snapshot of 200 components under 150 KB, and all ten messages a second. What a browser then does with them is
// `bench/console`.
import { fanOut } from "./fan-out/measure.ts";
import { printReport } from "./report.ts";

const option = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return (at < 0 ? undefined : process.argv[at + 1]) ?? otherwise;
};
const seconds = Number(option("seconds", "15"));
const counts = option("browsers", "1,100,500").split(",").map(Number);

const rows = [];
for (const browsers of counts) {
  const figures = await fanOut(200, browsers, seconds);
  rows.push({
    components: figures.components,
    browsers,
    "snapshot KB (asked < 150)": figures.snapshotKb.toFixed(1),
    "unpacked KB": figures.unpackedKb.toFixed(0),
    "message KB": figures.messageKb.toFixed(1),
    "messages/s (asked 10)": figures.messagesPerSecond.toFixed(2),
    "p50 ms": Math.round(figures.p50Ms),
    "p95 ms": Math.round(figures.p95Ms),
    "p99 ms": Math.round(figures.p99Ms),
    "server CPU %": (100 * figures.serverCpu).toFixed(1),
  });
}
printReport("200 components at 10 Hz, from sent to received, all on this machine", rows);

// Browsers without a page: each opens a line, notes how old every message is when it comes, and tells the delays to the
// process that started this one. `node bench/fan-out/listeners.ts PORT COUNT`
import { protocolVersion } from "@homeostat/core/protocol";

const [port, count] = process.argv.slice(2).map(Number) as [number, number];
const delays: number[] = [];
const gaps: number[] = [];
/** Node's own takes headers, which a browser's does not. */
const Line = WebSocket as unknown as new (
  url: string,
  options: { readonly headers: Readonly<Record<string, string>> },
) => WebSocket;
let connected = 0;
let bytes = 0;
let messages = 0;

for (let i = 0; i < count; i++) open();

function open(): void {
  const line = new Line(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
    headers: { origin: `http://127.0.0.1:${port}` },
  });
  let cameAt = 0;
  line.binaryType = "arraybuffer";
  line.addEventListener("message", ({ data }) => {
    if (typeof data !== "string") return;
    if (data.startsWith("0{")) line.send(`40{"version":${protocolVersion}}`);
    else if (data === "2") line.send("3");
    else if (data.startsWith("451-") && ++connected === count) process.send?.({ kind: "connected" });
    else if (data.startsWith('42["entries"')) {
      // The last member of the message; parsing all of it would measure this process.
      const sentAt = Number(/"sentAt":(\d+)\}\]$/.exec(data)?.[1]);
      const now = performance.now();
      delays.push(Date.now() - sentAt);
      if (cameAt > 0) gaps.push(now - cameAt);
      cameAt = now;
      bytes += data.length;
      messages++;
    }
  });
}

process.on("message", (message: "reset" | "tell") => {
  if (message === "tell")
    process.send?.({ kind: "delays", delays, gaps, bytesPerMessage: bytes / Math.max(1, messages) });
  delays.length = 0;
  gaps.length = 0;
  bytes = 0;
  messages = 0;
});
process.on("disconnect", () => process.exit());

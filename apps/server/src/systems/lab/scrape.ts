import { get } from "node:http";
import { parsePrometheusText } from "../prometheus-text.ts";

/** What was scraped of one process at one instant. */
export interface Scrape {
  readonly at: number;
  /** By series, as in the exposition; labels sorted by name. */
  readonly values: ReadonlyMap<string, number>;
}

/** Reads a process's metrics; undefined where it does not answer in time. */
export async function scrape(port: number, timeoutMs: number): Promise<Scrape | undefined> {
  const text = await fetchText(port, timeoutMs);
  if (text === undefined) return undefined;
  const values = new Map<string, number>();
  for (const { name, labels, value } of parsePrometheusText(text)) {
    const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
    values.set([name, ...pairs.map(([label, text]) => `${label}=${text}`)].join(" "), value);
  }
  return { at: performance.now(), values };
}

function fetchText(port: number, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish(undefined), timeoutMs);
    const asking = get({ port, host: "127.0.0.1", path: "/metrics", agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => {
        text += chunk;
      });
      answer.on("end", () => finish(text));
      answer.on("error", () => finish(undefined));
    });
    const finish = (text: string | undefined) => {
      clearTimeout(timer);
      asking.destroy();
      resolve(text);
    };
    asking.on("error", () => finish(undefined));
  });
}

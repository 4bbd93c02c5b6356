import { readFile } from "node:fs/promises";
import { readIntensity } from "@homeostat/core/green";
import { type EpochMs, InputError, minuteMs } from "@homeostat/core/kernel";
import type { LiveJournal } from "../loop/index.ts";
import { takeIntensity } from "./intensity-routes.ts";

const askEveryMs = 15 * minuteMs;
const patienceMs = 20_000;

export interface IntensityFeedOptions {
  readonly journal: LiveJournal;
  readonly clock: () => EpochMs;
  /** Files, or addresses of a provider that are asked again and again. */
  readonly sources: readonly string[];
  /** A provider's token, sent as both `auth-token` and `Authorization: Bearer`. */
  readonly token: string | undefined;
  readonly onProblem: (error: unknown) => void;
}

/** Brings carbon intensity in from files, once, and from providers, every quarter of an hour. */
export class IntensityFeed {
  readonly #options: IntensityFeedOptions;
  #timer: NodeJS.Timeout | undefined;

  private constructor(options: IntensityFeedOptions) {
    this.#options = options;
  }

  /** Reads every source once; what cannot be read then is said at once. */
  static async start(options: IntensityFeedOptions): Promise<IntensityFeed> {
    const feed = new IntensityFeed(options);
    for (const source of options.sources) if (!isAddress(source)) await feed.#take(source);
    const addresses = options.sources.filter(isAddress);
    if (addresses.length > 0) {
      const ask = () => Promise.all(addresses.map((address) => feed.#take(address).catch(options.onProblem)));
      void ask();
      feed.#timer = setInterval(() => void ask(), askEveryMs);
      feed.#timer.unref();
    }
    return feed;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #take(source: string): Promise<void> {
    const { journal, clock } = this.#options;
    const text = isAddress(source) ? await this.#fetch(source) : await readFile(source, "utf8");
    await takeIntensity(journal, readIntensity(text, source), clock());
  }

  async #fetch(address: string): Promise<string> {
    const { token } = this.#options;
    const headers: Record<string, string> = { accept: "application/json" };
    if (token !== undefined) Object.assign(headers, { "auth-token": token, authorization: `Bearer ${token}` });
    const answer = await fetch(address, { headers, signal: AbortSignal.timeout(patienceMs) });
    if (!answer.ok)
      throw new InputError(
        `${new URL(address).host} answered ${answer.status}; check the address and HOMEOSTAT_INTENSITY_TOKEN`,
      );
    return answer.text();
  }
}

function isAddress(source: string): boolean {
  return /^https?:\/\//.test(source);
}

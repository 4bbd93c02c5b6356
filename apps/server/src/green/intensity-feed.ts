import { readFile } from "node:fs/promises";
import { readIntensity } from "@homeostat/core/green";
import { type EpochMs, InputError, minuteMs } from "@homeostat/core/kernel";
import type { LiveJournal } from "../loop/index.ts";
import { IntensityProvider } from "./intensity-provider.ts";
import { ProviderTokens } from "./provider-tokens.ts";
import { takeIntensity } from "./take-intensity.ts";

const askEveryMs = 15 * minuteMs;

export interface IntensityFeedOptions {
  readonly journal: LiveJournal;
  readonly clock: () => EpochMs;
  /** Files, or addresses of a provider that are asked again and again. */
  readonly sources: readonly string[];
  /** The providers' secrets, as `ProviderTokens` reads them. */
  readonly token: string | undefined;
  readonly onProblem: (error: unknown) => void;
  /** How long a provider's answer may take, milliseconds. @default 20000 */
  readonly patienceMs?: number;
}

/**
 * Brings carbon intensity in from files, once, and from providers, every quarter of an hour. What a provider fails to
 * give is on record with one sentence that says why; what it gave before stays.
 */
export class IntensityFeed {
  readonly #options: IntensityFeedOptions;
  readonly #providers: readonly IntensityProvider[];
  /** By provider: the zone that it gave last. */
  readonly #zones = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #asking: Promise<void> | undefined;
  #isClosed = false;

  private constructor(options: IntensityFeedOptions) {
    this.#options = options;
    const { sources, token, patienceMs = 20_000 } = options;
    const addresses = sources.filter(isAddress);
    const tokens = new ProviderTokens(token, addresses);
    this.#providers = addresses.map((address) => new IntensityProvider(address, { tokens, patienceMs }));
  }

  /** Reads every file; what cannot be read then is said at once. Providers are asked from then on. */
  static async start(options: IntensityFeedOptions): Promise<IntensityFeed> {
    const feed = new IntensityFeed(options);
    for (const source of options.sources) if (!isAddress(source)) await feed.#readFile(source);
    await feed.#forgetOthers();
    if (feed.#providers.length > 0) {
      const ask = () => void feed.ask().catch(options.onProblem);
      ask();
      feed.#timer = setInterval(ask, askEveryMs);
      feed.#timer.unref();
    }
    return feed;
  }

  /** Asks every provider once; a round that is under way is not begun again. */
  ask(): Promise<void> {
    this.#asking ??= this.#askAll().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
  }

  async #askAll(): Promise<void> {
    await Promise.all(this.#providers.map((provider) => this.#askOne(provider)));
  }

  async #askOne(provider: IntensityProvider): Promise<void> {
    const { journal, clock } = this.#options;
    try {
      const text = await provider.ask(clock());
      if (this.#isClosed) return;
      const { zone } = await takeIntensity(journal, within(provider.name, text), clock());
      this.#zones.set(provider.name, zone);
      await this.#tell(provider.name, null);
    } catch (error) {
      if (this.#isClosed) return;
      if (!(error instanceof InputError)) throw error;
      await this.#tell(provider.name, error.message);
    }
  }

  /** Puts on record what has changed about a provider, and nothing where nothing has. */
  async #tell(feed: string, problem: string | null): Promise<void> {
    const { journal, clock, onProblem } = this.#options;
    const before = journal.state.green.silentFeeds[feed];
    if ((before?.problem ?? null) === problem) return;
    if (problem !== null) onProblem(new InputError(problem));
    const zone = this.#zones.get(feed) ?? before?.zone ?? null;
    await journal.record([{ kind: "IntensityFeedChanged", feed, zone, problem }], clock());
  }

  /** What a provider failed at that is no longer asked is no longer of interest. */
  async #forgetOthers(): Promise<void> {
    const own = new Set(this.#providers.map(({ name }) => name));
    for (const feed of Object.keys(this.#options.journal.state.green.silentFeeds))
      if (!own.has(feed)) await this.#tell(feed, null);
  }

  async #readFile(file: string): Promise<void> {
    const { journal, clock } = this.#options;
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      throw new InputError(
        `this cannot be read (${(error as NodeJS.ErrnoException).code}); give a file or an address`,
        {
          file,
        },
      );
    }
    await takeIntensity(journal, readIntensity(text, file), clock());
  }
}

function within(name: string, text: string) {
  try {
    return readIntensity(text);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${name} gave something unusable: ${error.message}`) : error;
  }
}

function isAddress(source: string): boolean {
  return /^https?:\/\//.test(source);
}

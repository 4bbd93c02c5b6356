import { deserialize, serialize } from "node:v8";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Autopilot } from "@homeostat/core/autonomy";
import { type DurationMs, type EpochMs, secondMs } from "@homeostat/core/kernel";
import type { JournalStore } from "../store/index.ts";

/** One component is stored this often; its turn comes round with the number of components. */
const keepEveryMs: DurationMs = 2 * secondMs;

/**
 * Keeps what the detectors have learned beside the journal, so that a restart does not warm up anew: a component at a
 * time while the loop runs, all of them when it stops. It is a store of convenience: what a crash takes is learned again.
 */
export class LearningKeeper {
  readonly #autopilot: Autopilot;
  readonly #store: JournalStore;
  #turn = 0;
  #keptAt: EpochMs = 0;

  constructor(autopilot: Autopilot, store: JournalStore) {
    this.#autopilot = autopilot;
    this.#store = store;
  }

  /** Takes in what was stored of these components; what another version stored is passed over. */
  async restore(components: readonly string[]): Promise<void> {
    for (const [component, body] of await this.#store.learned()) {
      if (!components.includes(component)) continue;
      try {
        this.#autopilot.relearn(component, deserialize(inflateRawSync(body)) as readonly unknown[]);
      } catch {
        // It is learned anew.
      }
    }
  }

  /** Stores the next component where its time has come. */
  async keepOne(components: readonly string[], now: EpochMs): Promise<void> {
    if (now - this.#keptAt < keepEveryMs || components.length === 0) return;
    this.#keptAt = now;
    await this.#keep([components[this.#turn++ % components.length]!]);
  }

  async keepAll(components: readonly string[]): Promise<void> {
    await this.#keep(components);
  }

  async #keep(components: readonly string[]): Promise<void> {
    const bodies = components.map((component): [string, Uint8Array] => {
      const learned = this.#autopilot.learned(component);
      return [component, deflateRawSync(serialize(learned), { level: 1 })];
    });
    await this.#store.saveLearned(new Map(bodies));
  }
}

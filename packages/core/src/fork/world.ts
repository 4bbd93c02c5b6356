import type { EpochMs } from "../kernel/index.ts";
import type { Action, ActionResult, Fault, FaultHandle, Frame, SystemModel } from "../system/index.ts";
import { Twin } from "../twin/index.ts";
import type { TwinCheckpoint } from "./fork-task.ts";
import type { Happening } from "./happenings.ts";

/** A twin that lives by the clock of the journal, and to which is done what the journal says was done to the system. */
export class World {
  readonly #twin: Twin;
  /** Simulated milliseconds a batch where the twin is the system; undefined where it follows the clock. */
  readonly #stepMs: number | undefined;
  /** The twin's faults by their ids in the journal. */
  readonly #faults: Map<string, FaultHandle>;
  #at: EpochMs;

  private constructor(
    twin: Twin,
    stepMs: number | undefined,
    { faults, at }: { faults: Map<string, FaultHandle>; at: EpochMs },
  ) {
    this.#twin = twin;
    this.#stepMs = stepMs;
    this.#faults = faults;
    this.#at = at;
  }

  static restore(model: SystemModel, { twin: stored, of, stepMs, at, faults: ids }: TwinCheckpoint): World {
    const twin = Twin.restore(model, stored);
    const inForce = new Map(twin.activeFaults().map((handle) => [handle.id, handle]));
    const faults = new Map<string, FaultHandle>();
    for (const [id, inner] of Object.entries(ids)) {
      const handle = inForce.get(inner);
      if (handle !== undefined) faults.set(id, handle);
    }
    return new World(twin, of === "system" ? stepMs : undefined, { faults, at });
  }

  /** An independent copy: without a seed it goes on exactly as this one will, with one by chances of its own. */
  fork(seed?: number): World {
    return new World(this.#twin.fork(seed), this.#stepMs, { faults: new Map(this.#faults), at: this.#at });
  }

  /** Lets time pass without living through it. */
  skipTo(at: EpochMs): void {
    this.#at = at;
  }

  /** Lives on until the next batch of telemetry. @returns that batch */
  live(at: EpochMs): Frame[] {
    this.#twin.step(this.#stepMs ?? Math.max(0, at - this.#at));
    this.#at = at;
    return this.#twin.frames().map((frame) => ({ ...frame, at }));
  }

  break(fault: Fault, id?: string): void {
    const handle = this.#twin.inject(fault);
    if (id !== undefined) this.#faults.set(id, handle);
  }

  act(action: Action): ActionResult {
    return this.#twin.apply(action);
  }

  /** What came from outside; batches are lived through by `live`. */
  undergo(happening: Happening): void {
    switch (happening.kind) {
      case "broken":
        this.break(happening.what, happening.fault);
        break;
      case "mended": {
        const handle = this.#faults.get(happening.fault);
        if (handle !== undefined) this.#twin.clear(handle);
        break;
      }
      case "acted":
        this.act(happening.action);
        break;
      case "batch":
        this.live(happening.at);
        break;
      case "told":
      case "renewed":
        break;
    }
  }
}

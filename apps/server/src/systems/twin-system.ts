import { randomUUID } from "node:crypto";
import type { DurationMs, EpochMs } from "@homeostat/core/kernel";
import {
  type Action,
  type ActionKind,
  type ActionResult,
  actionKindSchema,
  type Cancellation,
  type Capabilities,
  type Fault,
  type FaultHandle,
  faultKindSchema,
  type Frame,
  type ManagedSystem,
  type SystemModel,
} from "@homeostat/core/system";
import { type StoredTwinState, Twin } from "@homeostat/core/twin";

export interface TwinSystemOptions {
  readonly seed: number;
  /** Simulated milliseconds for each real one. */
  readonly speed: number;
  /** Real milliseconds between two batches of frames. */
  readonly tickMs: DurationMs;
  readonly clock: () => EpochMs;
}

/** Core's twin as a managed system: it lives on with the clock on the wall, or faster. */
export class TwinSystem implements ManagedSystem {
  readonly capabilities: Capabilities;
  readonly #twin: Twin;
  readonly #options: TwinSystemOptions;
  /** The twin counts its faults anew in each run; out here their ids are unique. */
  readonly #faults = new Map<string, FaultHandle>();

  constructor(model: SystemModel, options: TwinSystemOptions) {
    this.#options = options;
    this.#twin = new Twin(model, { seed: options.seed, startAt: options.clock() });
    const hasQuantum = model.components.some(({ kind }) => kind === "quantum-processor");
    this.capabilities = {
      faults: faultKindSchema.options.filter((kind) => hasQuantum || kind !== "qubit-error"),
      actions: actionKindSchema.options.filter((kind) => canDo(model, kind)),
    };
  }

  async describe(): Promise<SystemModel> {
    return this.#twin.model;
  }

  async *observe(signal: Cancellation): AsyncGenerator<readonly Frame[]> {
    const { tickMs, speed, clock } = this.#options;
    let due = clock();
    while (!signal.aborted) {
      // A machine that slept goes on from now; it does not hurry after what it missed.
      due = Math.max(due + tickMs, clock());
      await pause(due - clock(), signal);
      if (signal.aborted) return;
      this.#twin.step(tickMs * speed);
      yield this.#frames();
    }
  }

  async inject(fault: Fault): Promise<FaultHandle> {
    const inner = this.#twin.inject(fault);
    const handle = { id: `fault-${randomUUID().slice(0, 8)}`, fault: inner.fault };
    this.#faults.set(handle.id, inner);
    return handle;
  }

  async clear({ id }: FaultHandle): Promise<void> {
    const inner = this.#faults.get(id);
    if (inner !== undefined) this.#twin.clear(inner);
    this.#faults.delete(id);
  }

  activeFaults(): readonly FaultHandle[] {
    const inForce = new Set(this.#twin.activeFaults().map(({ id }) => id));
    for (const [id, inner] of this.#faults) if (!inForce.has(inner.id)) this.#faults.delete(id);
    return [...this.#faults].map(([id, { fault }]) => ({ id, fault }));
  }

  async act(action: Action): Promise<ActionResult> {
    return this.#twin.apply(action);
  }

  /** Everything that makes it go on as it will, for rehearsals in forks of it. */
  twinState(): StoredTwinState {
    return this.#twin.state();
  }

  /** Simulated milliseconds between two batches of frames. */
  get stepMs(): DurationMs {
    return this.#options.tickMs * this.#options.speed;
  }

  /** The twin's own ids of the faults in force, by those that they have out here. */
  faultIds(): Record<string, string> {
    return Object.fromEntries([...this.#faults].map(([id, inner]) => [id, inner.id]));
  }

  async close(): Promise<void> {
    this.#faults.clear();
  }

  /** The twin's clock runs ahead when it is hurried; out here everything happens by the clock on the wall. */
  #frames(): Frame[] {
    const now = this.#options.clock();
    const simulated = this.#twin.now;
    return this.#twin.frames().map((frame) => ({ ...frame, at: now - (simulated - frame.at) / this.#options.speed }));
  }
}

/** What saves power can be done where power, or what is exchanged between zones, is known. */
function canDo({ components, dependencies }: SystemModel, kind: ActionKind): boolean {
  switch (kind) {
    case "sleep-replicas":
    case "wake-replicas":
    case "gate-clocks":
    case "restore-clocks":
    case "consolidate":
    case "spread-out":
      return components.some(({ power }) => power !== undefined);
    case "compress-data":
    case "stop-compressing":
      return dependencies.some(({ payloadKb = 0 }) => payloadKb > 0);
    default:
      return true;
  }
}

/** Waits, but no longer than until `signal` aborts. */
function pause(ms: DurationMs, signal: Cancellation): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}

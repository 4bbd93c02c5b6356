import { hypothesisFor, type RehearsalRequest } from "@homeostat/core/autonomy";
import type { TwinCheckpoint } from "@homeostat/core/fork";
import type { ConsoleState, Rehearsal } from "@homeostat/core/journal";
import type { DurationMs } from "@homeostat/core/kernel";
import type { Frame, SystemModel } from "@homeostat/core/system";
import type { StoredTwinState } from "@homeostat/core/twin";
import { Thread, ThreadEnded } from "../threads/index.ts";
import { ShadowTwin } from "./shadow-twin.ts";
import type { TimedTask } from "./rehearsal-worker.ts";

/** A managed system that is itself a twin, and so can be forked as it stands. */
export interface Forkable {
  twinState(): StoredTwinState;
  /** Simulated milliseconds between two batches of frames. */
  readonly stepMs: DurationMs;
  /** The twin's own ids of the faults in force, by those that the journal knows. */
  faultIds(): Record<string, string>;
}

/** A twin that stands for the managed system at this moment. */
export type Stand = Pick<TwinCheckpoint, "of" | "twin" | "faults"> & { readonly stepMs: DurationMs | undefined };

export interface RehearserOptions {
  readonly model: SystemModel;
  /** The managed system where it is a twin; a real one is rehearsed in a shadow calibrated from its telemetry. */
  readonly forkable: Forkable | undefined;
  /** How long one rehearsal may take. */
  readonly deadlineMs: DurationMs;
  readonly onProblem: (error: unknown) => void;
}

const seeds = 12;
const horizonMs = 60_000;

/** Rehearses proposals in a worker thread, bound by a deadline; what is not ready by then is proposed without. */
export class Rehearser {
  readonly #options: RehearserOptions;
  readonly #shadow: ShadowTwin | undefined;
  readonly #thread: Thread<TimedTask, ReadonlyMap<string, Rehearsal>>;

  constructor(options: RehearserOptions) {
    this.#options = options;
    this.#shadow = options.forkable === undefined ? new ShadowTwin(options.model) : undefined;
    const script = new URL("./rehearsal-worker.ts", import.meta.url);
    this.#thread = new Thread(script, { onEnd: options.onProblem });
    this.#thread.start();
  }

  /** Telemetry of the real system, which the shadow is calibrated from. */
  observe(state: ConsoleState, frames: readonly Frame[]): void {
    this.#shadow?.observe(state, frames);
  }

  /** The managed system itself where it is a twin, else its likeness; undefined until that is known. */
  stand(): Stand | undefined {
    const { forkable } = this.#options;
    if (forkable !== undefined) {
      const { stepMs } = forkable;
      return { of: "system", twin: forkable.twinState(), faults: forkable.faultIds(), stepMs };
    }
    const twin = this.#shadow?.state();
    return twin === undefined ? undefined : { of: "likeness", twin, faults: {}, stepMs: undefined };
  }

  /** Tries a request's actions; an empty map where nothing could be learned in time. */
  rehearse(request: RehearsalRequest, state: ConsoleState): Promise<ReadonlyMap<string, Rehearsal>> {
    const { model, forkable, deadlineMs } = this.#options;
    const twin = forkable?.twinState() ?? this.#shadow?.state();
    if (twin === undefined) return Promise.resolve(new Map());
    const hypothesis = forkable === undefined ? hypothesisFor(state, request.finding) : undefined;
    const faults = hypothesis === undefined ? [] : [hypothesis];
    const task = { model, twin, faults, actions: request.actions, seeds, horizonMs };
    return this.#thread.ask({ task, deadline: Date.now() + deadlineMs }).catch((error: unknown) => {
      if (!(error instanceof ThreadEnded)) this.#options.onProblem(error);
      return new Map();
    });
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}

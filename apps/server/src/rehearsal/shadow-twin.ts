import type { ConsoleState } from "@homeostat/core/journal";
import type { Frame, SystemModel } from "@homeostat/core/system";
import { type StoredTwinState, Twin } from "@homeostat/core/twin";

/** Frames of well components that a calibration rests on, for each component. */
const framesForEach = 60;
const calibratesEvery = 30;

/**
 * A twin of a real system, calibrated from its telemetry while all is well, so that it stands for what the system is
 * like when nothing is wrong. What is wrong at the moment is put on top, as a hypothesis, when something is rehearsed.
 */
export class ShadowTwin {
  readonly #model: SystemModel;
  readonly #frames = new Map<string, Frame[]>();
  #batches = 0;
  #state: StoredTwinState | undefined;

  constructor(model: SystemModel) {
    this.#model = model;
  }

  observe(state: ConsoleState, frames: readonly Frame[]): void {
    if (
      Object.values(state.findings).some(({ severity }) => severity !== "opportunity") ||
      Object.keys(state.faults).length > 0
    )
      return;
    for (const frame of frames) {
      const kept = this.#frames.get(frame.component) ?? [];
      kept.push(frame);
      if (kept.length > framesForEach) kept.shift();
      this.#frames.set(frame.component, kept);
    }
    this.#batches++;
    if (this.#batches % calibratesEvery === 0) this.#calibrate(state.at);
  }

  /** The calibrated twin; undefined until enough was seen. */
  state(): StoredTwinState | undefined {
    return this.#state;
  }

  #calibrate(now: number): void {
    const twin = new Twin(this.#model, { seed: 1, startAt: now, isFailingAtRandom: false });
    twin.calibrate([...this.#frames.values()].flat());
    this.#state = twin.state();
  }
}

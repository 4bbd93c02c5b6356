import { type EpochMs, Rng } from "../kernel/index.ts";
import type { QubitDrift } from "../quantum/index.ts";
import {
  type Action,
  type ActionResult,
  componentOf,
  type Fault,
  type FaultHandle,
  type Frame,
  type SystemModel,
} from "../system/index.ts";
import { applyAction } from "./actions.ts";
import { returnAnswers } from "./answers.ts";
import { type Calibration, calibrateState } from "./calibrate.ts";
import { defaultDayCurve, normaliseDayCurve } from "./day-curve.ts";
import { clearFault, injectFault, qubitDrifts } from "./faults.ts";
import { exceedance } from "./latency-model.ts";
import { liveOn, spoilRequests } from "./lifecycle.ts";
import { QuantumProcessor } from "./quantum-processor.ts";
import { type Condition, readCondition } from "./condition.ts";
import { readServiceLevels, type ServiceLevel } from "./service-level.ts";
import { countEnergy, powerOf } from "./power.ts";
import { fadeWindows, takeFrames } from "./telemetry.ts";
import { compileTopology, type Topology } from "./topology.ts";
import { moveTraffic } from "./traffic.ts";
import {
  cloneState,
  forgetTotals,
  initialState,
  restoreState,
  type StoredTwinState,
  storeState,
  type TwinState,
} from "./twin-state.ts";

export interface TwinOptions {
  readonly seed: number;
  readonly startAt: EpochMs;
  /** Load at equal steps of the day (UTC) beside its mean; a shop's day where it is left out. */
  readonly dayCurve?: readonly number[];
  /** Whether replicas fail by themselves, by their MTTF. @default true */
  readonly isFailingAtRandom?: boolean;
}

interface ProcessorOf {
  readonly component: number;
  readonly processor: QuantumProcessor;
}

const noDrifts: readonly QubitDrift[] = [];

/** Steps that settle a new twin before anybody looks: caches are warm, windows are full. */
const settlingSteps = 40;
const settlingStepMs = 500;
/** The longest step that is taken in one; longer ones are divided. */
const longestStepMs = 2_000;

/**
 * A simulated system that behaves as a real one does. Load enters at the entry components along a day curve and spreads
 * by `callsPerRequest`; replicas queue (M/M/c), time out, retry, hold what they wait for, leak, fail and start again.
 * All noise is that of counted events: arrivals, failures, hits. The same seed and the same calls give the same frames.
 *
 * @example
 * const twin = new Twin(model, { seed: 1, startAt: 0 });
 * const handle = twin.inject({ kind: "crash", component: "db" });
 * twin.step(1_000);
 * twin.frames().find(({ component }) => component === "web")?.samples["errorRate"];
 */
export class Twin {
  readonly model: SystemModel;
  readonly #topology: Topology;
  readonly #processors: readonly ProcessorOf[];
  readonly #promises: readonly { component: number; latencyMs: number }[];
  readonly #refused: Float64Array;
  readonly #rng: Rng;
  readonly #state: TwinState;
  #drifted: { readonly faults: TwinState["faults"]; readonly of: Map<string, readonly QubitDrift[]> } | undefined;

  /** @param resume a state to go on from, in place of a new one; `fork` and `restore` use it */
  constructor(
    model: SystemModel,
    options: TwinOptions,
    resume?: { readonly state: TwinState; readonly topology?: Topology; readonly processors?: readonly ProcessorOf[] },
  ) {
    this.model = model;
    this.#topology = resume?.topology ?? compileTopology(model);
    this.#processors =
      resume?.processors ??
      model.components.flatMap(({ id, quantum }, component) =>
        quantum === undefined ? [] : [{ component, processor: new QuantumProcessor(id, quantum) }],
      );
    this.#promises = model.slos.map(({ entry, latencyMs }) => ({
      component: this.#topology.indexOf.get(entry)!,
      latencyMs: latencyMs ?? Number.POSITIVE_INFINITY,
    }));
    this.#refused = new Float64Array(model.components.length);
    if (resume !== undefined) {
      this.#state = resume.state;
      this.#rng = Rng.fromState(this.#state.rng);
      return;
    }
    this.#rng = new Rng(options.seed);
    this.#state = initialState(model, this.#topology, {
      rng: this.#rng.state(),
      startAt: options.startAt,
      dayCurve: normaliseDayCurve(options.dayCurve ?? defaultDayCurve),
    });
    for (let step = 0; step < settlingSteps; step++) this.#tick(settlingStepMs);
    this.#state.isFailingAtRandom = options.isFailingAtRandom ?? true;
    forgetTotals(this.#state, options.startAt);
  }

  /** The twin that `state()` was taken of. */
  static restore(model: SystemModel, stored: StoredTwinState): Twin {
    return new Twin(model, { seed: 0, startAt: stored.startedAt }, { state: restoreState(stored) });
  }

  get now(): EpochMs {
    return this.#state.now;
  }

  /** Everything that makes this twin go on as it will, as JSON. */
  state(): StoredTwinState {
    return storeState(this.#current());
  }

  /** An independent copy: without a seed it goes on exactly as this one will, with one by chances of its own. */
  fork(seed?: number): Twin {
    const state = cloneState(this.#current());
    if (seed !== undefined) state.rng = this.#rng.fork(`fork ${seed}`).state();
    const options = { seed: 0, startAt: state.startedAt };
    return new Twin(this.model, options, { state, topology: this.#topology, processors: this.#processors });
  }

  /** Lives on by `dtMs` milliseconds, in steps of two seconds at most. */
  step(dtMs: number): void {
    let left = dtMs;
    while (left > 0) {
      const dt = Math.min(left, longestStepMs);
      this.#tick(dt);
      left -= dt;
    }
  }

  /** What the nodes send now, one frame a component. Each call counts the sequence up. */
  frames(): Frame[] {
    const frames = takeFrames(this.#state, this.#topology);
    const { c, now } = this.#state;
    for (const { component: i, processor } of this.#processors) {
      const frame = frames[i]!;
      // What is replayed are old samples; shots are never sent twice.
      if (frame.at !== now || c.up[i] === 0) continue;
      const seed = `${this.#rng.state().join()}/${processor.component}/${frame.sequence}`;
      frames[i] = { ...frame, shots: processor.shots(this.#drifts(processor), seed, now - c.toldAt[i]!) };
      c.toldAt[i] = now;
    }
    return frames;
  }

  /** Breaks something. @throws {InputError} for a component or dose that cannot be */
  inject(fault: Fault): FaultHandle {
    return injectFault(this.#state, this.#topology, fault, componentOf(this.model, fault.component)?.quantum);
  }

  /** Ends a fault; replicas that a crash stopped start again. A handle that is not in force changes nothing. */
  clear(handle: FaultHandle): void {
    clearFault(this.#state, this.#topology, handle.id);
  }

  /** The faults in force. */
  activeFaults(): FaultHandle[] {
    return this.#state.faults.map(({ id, fault }) => ({ id, fault }));
  }

  /** Takes an action at once; what it brings takes its time. @throws {InputError} for an unknown component */
  apply(action: Action): ActionResult {
    return applyAction(this.#state, this.#topology, action);
  }

  /** Fits load, call rates, service times, error rates and replicas to what a real system sent. */
  calibrate(frames: readonly Frame[]): Calibration {
    return calibrateState(this.#state, this.#topology, frames);
  }

  /** How each promise of the model is kept, in the window and since the start. */
  serviceLevels(): ServiceLevel[] {
    return readServiceLevels(this.#state, this.model, this.#topology);
  }

  /** What a component really is like now, whatever its frames say. @throws {InputError} for an unknown one */
  condition(id: string): Condition {
    return readCondition(this.#state, this.#topology, id);
  }

  /** Electrical power of a component, or of the whole system, watts. */
  powerW(id?: string): number {
    if (id !== undefined) return powerOf(this.#state, this.#topology, this.#topology.indexOf.get(id) ?? -1);
    let total = 0;
    for (let i = 0; i < this.#topology.ids.length; i++) total += powerOf(this.#state, this.#topology, i);
    return total;
  }

  /** What the faults in force do to a processor's qubits; the same list as long as the faults are the same. */
  #drifts({ component }: QuantumProcessor): readonly QubitDrift[] {
    const { faults } = this.#state;
    if (faults.length === 0) return noDrifts;
    if (this.#drifted?.faults !== faults) this.#drifted = { faults, of: new Map() };
    let drifts = this.#drifted.of.get(component);
    if (drifts === undefined) {
      drifts = qubitDrifts(this.#state, component);
      this.#drifted.of.set(component, drifts);
    }
    return drifts;
  }

  #current(): TwinState {
    this.#state.rng = this.#rng.state();
    return this.#state;
  }

  #tick(dtMs: number): void {
    const state = this.#state;
    const { c } = state;
    state.now += dtMs;
    fadeWindows(state, dtMs);
    liveOn(state, this.#topology, this.#rng, dtMs);
    for (const { component, processor } of this.#processors) {
      const believed = state.beliefs[processor.component]?.at(-1) ?? noDrifts;
      spoilRequests(state, component, processor, this.#drifts(processor), believed);
    }
    moveTraffic(state, this.#topology, this.#rng, dtMs, this.#refused);
    returnAnswers(state, this.#topology, this.#rng, dtMs, this.#refused);
    countEnergy(state, this.#topology, dtMs);
    for (const { component: i, latencyMs } of this.#promises) {
      const late = Number.isFinite(latencyMs) ? exceedance(latencyMs, c.latencyMs[i]!, c.latencyVariance[i]!) : 0;
      c.totalOnTime[i]! += c.served[i]! * (1 - c.failing[i]!) * (1 - late);
    }
  }
}

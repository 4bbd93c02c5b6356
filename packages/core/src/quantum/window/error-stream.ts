import type { Rng } from "../../kernel/index.ts";
import type { FlatError } from "../error-model/index.ts";
import type { LayeredModel } from "./layered-model.ts";

/** The errors whose earliest detector lies in one layer, and what each flips: `[layers ahead, slot]` pairs. */
interface LayerErrors {
  readonly most: number;
  readonly probabilities: Float64Array;
  readonly flips: readonly (readonly number[])[];
  readonly observables: readonly (readonly number[])[];
}

/**
 * Detection events as a logical qubit would send them, layer after layer, drawn from the errors of a model; as long as
 * the model says, which may be practically without end.
 */
export class ErrorStream {
  /** The observables that the errors so far have flipped. */
  readonly flipped: Int32Array;
  readonly layers: number;
  readonly #model: LayeredModel;
  readonly #rng: Rng;
  readonly #errors: readonly LayerErrors[];
  /** Whether each slot of the next layers has an event: `#width` bytes a layer, used in turn. */
  readonly #pending: Uint8Array;
  readonly #width: number;
  readonly #depth: number;
  #layer = 0;

  constructor(model: LayeredModel, rng: Rng) {
    this.#model = model;
    this.#rng = rng;
    this.layers = model.layers;
    this.flipped = new Int32Array(Math.max(1, (model.observables + 31) >>> 5));
    const grouped = model.templateLayers.map((): FlatError[] => []);
    let depth = 1;
    for (const error of model.errors) {
      const layers = error.components.flatMap((c) => c.detectors.map((d) => model.layerOf[d]!));
      if (layers.length === 0 || error.probability <= 0) continue;
      const first = Math.min(...layers);
      depth = Math.max(depth, Math.max(...layers) - first + 1);
      grouped[first]!.push(error);
    }
    this.#errors = grouped.map((errors, layer) => layerErrors(errors, layer, model));
    this.#width = model.templateLayers.reduce((most, layer) => Math.max(most, layer.length), 0);
    this.#depth = depth;
    this.#pending = new Uint8Array(this.#width * depth);
  }

  /** Whether the last layer has been drawn. */
  get isOver(): boolean {
    return this.#layer === this.layers;
  }

  /** Starts again at the first layer, with nothing flipped. */
  restart(): void {
    this.#layer = 0;
    this.#pending.fill(0);
    this.flipped.fill(0);
  }

  /** Draws the next layer into `slots` (ascending) and returns how many events it has. */
  nextRound(slots: Int32Array): number {
    const pending = this.#pending;
    const width = this.#width;
    const { most, probabilities, flips, observables } = this.#errors[this.#model.templateLayer(this.#layer, 1)]!;
    const rng = this.#rng;
    const skip = Math.log1p(-Math.min(most, 1 - 1e-12));
    if (most === 0) return this.#take(slots);
    for (let e = -1; ; ) {
      e += 1 + Math.floor(Math.log(1 - rng.next()) / skip);
      if (e >= probabilities.length) break;
      if (probabilities[e] !== most && !rng.bool(probabilities[e]! / most)) continue;
      const targets = flips[e]!;
      for (let i = 0; i < targets.length; i += 2) {
        const row = (this.#layer + targets[i]!) % this.#depth;
        pending[row * width + targets[i + 1]!]! ^= 1;
      }
      for (const o of observables[e]!) this.flipped[o >>> 5]! ^= 1 << (o & 31);
    }
    return this.#take(slots);
  }

  /** Hands over what is pending for this layer, and goes on to the next. */
  #take(slots: Int32Array): number {
    const pending = this.#pending;
    const width = this.#width;
    const base = (this.#layer % this.#depth) * width;
    let count = 0;
    for (let slot = 0; slot < width; slot++) {
      if (pending[base + slot] === 0) continue;
      pending[base + slot] = 0;
      slots[count++] = slot;
    }
    this.#layer++;
    return count;
  }
}

function layerErrors(errors: readonly FlatError[], layer: number, { layerOf, slotOf }: LayeredModel): LayerErrors {
  const probabilities = Float64Array.from(errors, (e) => e.probability);
  return {
    most: probabilities.reduce((a, b) => Math.max(a, b), 0),
    probabilities,
    flips: errors.map(({ components }) =>
      components.flatMap((c) => c.detectors.flatMap((d) => [layerOf[d]! - layer, slotOf[d]!])),
    ),
    observables: errors.map(({ components }) => components.flatMap((c) => c.observables)),
  };
}

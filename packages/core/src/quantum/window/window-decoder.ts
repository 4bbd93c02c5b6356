import type { Decoder } from "../decoders/decoder.ts";
import { countErrorModel, type ErrorModel } from "../error-model/index.ts";
import { type LayeredModel, layeredModel } from "./layered-model.ts";
import { WindowPart } from "./window-part.ts";

export interface WindowOptions {
  /** Layers that each step commits; at least 1. The code's distance is a good choice. */
  readonly commit: number;
  /** Layers after them that are looked at and decoded again; the code's distance is a good choice. */
  readonly buffer: number;
  /** The time of a detector, where the model has no coordinates. */
  readonly timeOf?: ((detector: number) => number | undefined) | undefined;
}

/**
 * Exact matching in a sliding window (Dennis, Kitaev, Landahl & Preskill, 2002): decodes `commit + buffer` layers, keeps
 * the correction of the first `commit`, and hands what it leaves open to the next window. Memory and the time of a
 * round do not grow with the length of the stream.
 *
 * For streams, `pushRound` takes the detection events of one layer after another. As a `Decoder` it takes whole shots.
 */
export class WindowDecoder implements Decoder {
  /** What the correction so far flips. */
  readonly prediction: Int32Array;
  /** The rounds of the model; a stream ends with the last one. */
  readonly layers: number;
  readonly #model: LayeredModel;
  readonly #size: number;
  readonly #commit: number;
  readonly #parts = new Map<number, WindowPart>();
  readonly #isActive: Uint8Array;
  readonly #activeWords: Int32Array;
  readonly #events: Int32Array;
  /** The places of a whole shot's events, layer by layer. */
  readonly #shot: number[][] = [];
  /** The first layer of the window, the layers of it that have come, and its first node that has not. */
  #first = 0;
  #filled = 0;
  #end = 0;

  constructor(model: ErrorModel, { commit, buffer, timeOf }: WindowOptions) {
    this.#size = commit + buffer;
    this.#commit = commit;
    this.#model = layeredModel(model, this.#size, timeOf);
    this.layers = this.#model.layers;
    this.prediction = new Int32Array(Math.max(1, (countErrorModel(model).observables + 31) >>> 5));
    const widest = this.#model.templateLayers.reduce((most, layer) => Math.max(most, layer.length), 0);
    const bytes = (this.#size * widest + 7) & ~3;
    this.#isActive = new Uint8Array(bytes);
    this.#activeWords = new Int32Array(this.#isActive.buffer);
    this.#events = new Int32Array(bytes);
  }

  /** How many detectors a layer of the stream has. */
  layerSize(layer: number): number {
    return this.#model.templateLayers[this.#model.templateLayer(layer, 1)]!.length;
  }

  /** Forgets the stream, and starts another. */
  reset(): void {
    this.#isActive.fill(0);
    this.#first = 0;
    this.#filled = 0;
    this.#end = 0;
    this.prediction.fill(0);
  }

  /**
   * Takes the next layer: the first `count` of `slots` are the places within it, in order of the detectors' indexes,
   * that had a detection event. Returns how many layers were committed, which is 0 in most rounds.
   */
  pushRound(slots: Int32Array, count: number): number {
    const base = this.#end;
    for (let i = 0; i < count; i++) this.#isActive[base + slots[i]!]! ^= 1;
    this.#end = base + this.layerSize(this.#first + this.#filled);
    this.#filled++;
    if (this.#first + this.#filled === this.layers) return this.#decode(this.#filled);
    return this.#filled === this.#size ? this.#decode(this.#commit) : 0;
  }

  /** Decodes a whole shot. A window keeps no sum of weights, so what it returns is NaN. */
  decode(events: Int32Array, count: number): number {
    const { layerOf, slotOf, templateLayers } = this.#model;
    if (templateLayers.length !== this.layers)
      throw new RangeError("a model that repeats without end has no whole shots; push its rounds");
    this.reset();
    const slots = this.#shot;
    for (const layer of slots) layer.length = 0;
    while (slots.length < this.layers) slots.push([]);
    for (let i = 0; i < count; i++) slots[layerOf[events[i]!]!]!.push(slotOf[events[i]!]!);
    for (let layer = 0; layer < this.layers; layer++) {
      const places = slots[layer]!;
      const base = this.#end;
      for (let i = 0; i < places.length; i++) this.#isActive[base + places[i]!]! ^= 1;
      this.pushRound(this.#events, 0);
    }
    return Number.NaN;
  }

  /** Decodes the window, commits its first layers and moves on behind them. */
  #decode(commit: number): number {
    const part = this.#part(commit);
    const active = this.#isActive;
    const words = this.#activeWords;
    const events = this.#events;
    let count = 0;
    for (let w = 0; 4 * w < this.#end; w++) {
      if (words[w] === 0) continue;
      for (let n = 4 * w; n < 4 * w + 4; n++) if (active[n] === 1) events[count++] = n;
    }
    const cuts = part.decode(events, count, this.prediction);
    for (const node of cuts) active[node]! ^= 1;
    const shift = part.starts[commit]!;
    active.copyWithin(0, shift, this.#end);
    active.fill(0, this.#end - shift, this.#end);
    this.#end -= shift;
    this.#first += commit;
    this.#filled -= commit;
    return commit;
  }

  #part(commit: number): WindowPart {
    const layers = this.#filled;
    const first = this.#model.templateLayer(this.#first, layers);
    const key = (first * (this.#size + 1) + layers) * (this.#size + 1) + commit;
    let part = this.#parts.get(key);
    if (part === undefined) {
      part = new WindowPart(this.#model, first, layers, commit);
      this.#parts.set(key, part);
    }
    return part;
  }
}

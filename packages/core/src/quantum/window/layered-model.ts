import { InputError } from "../../kernel/index.ts";
import { detectorCoordinates, type ErrorModel, type FlatError, flatErrors } from "../error-model/index.ts";

/** How many layers beside a repeat may differ from those within it. */
const margin = 2;

/**
 * An error model cut into layers of time: the detectors whose last coordinate is the same, in order. A model that
 * repeats its rounds very often is kept short (`template`), and its layers stand for all others.
 */
export interface LayeredModel {
  /** How many layers the whole model has. */
  readonly layers: number;
  readonly observables: number;
  /** The errors of the shortened model. */
  readonly errors: readonly FlatError[];
  /** The detectors of each layer of the shortened model, ascending. */
  readonly templateLayers: readonly (readonly number[])[];
  /** For each detector of the shortened model where it looks: its coordinates without the time, or its number. */
  readonly sites: readonly string[];
  /** For each detector of the shortened model its layer and its place there. */
  readonly layerOf: Int32Array;
  readonly slotOf: Int32Array;
  /**
   * The layer of the shortened model from which `size` layers look like those of the whole model from `layer` on.
   * `size` is at most what `layeredModel` was given.
   */
  readonly templateLayer: (layer: number, size: number) => number;
}

/**
 * Cuts a model into layers for windows of up to `windowLayers`. `timeOf` gives the time of a detector where the model
 * has no coordinates. Throws an `InputError` where a detector has no time.
 */
export function layeredModel(
  model: ErrorModel,
  windowLayers: number,
  timeOf?: (detector: number) => number | undefined,
): LayeredModel {
  const short = shorten(model, windowLayers);
  const errors = [...flatErrors(short.model)];
  const coordinates = timeOf === undefined ? detectorCoordinates(short.model) : undefined;
  const times = new Map<number, number>();
  let detectors = 0;
  let observables = 0;
  for (const d of coordinates?.keys() ?? []) detectors = Math.max(detectors, d + 1);
  for (const { components } of errors) {
    for (const component of components) {
      for (const d of component.detectors) detectors = Math.max(detectors, d + 1);
      for (const o of component.observables) observables = Math.max(observables, o + 1);
    }
  }
  for (let d = 0; d < detectors; d++) {
    const time = timeOf === undefined ? coordinates?.get(d)?.at(-1) : timeOf(d);
    if (time === undefined)
      throw new InputError(
        `D${d} has no coordinates, so its round is not known; use a model with detector(x, y, t) lines for streams`,
      );
    times.set(d, time);
  }
  const ranks = new Map([...new Set(times.values())].sort((a, b) => a - b).map((time, rank) => [time, rank]));
  const templateLayers: number[][] = Array.from({ length: ranks.size }, () => []);
  const layerOf = new Int32Array(detectors);
  const slotOf = new Int32Array(detectors);
  for (let d = 0; d < detectors; d++) {
    const layer = ranks.get(times.get(d)!)!;
    layerOf[d] = layer;
    slotOf[d] = templateLayers[layer]!.length;
    templateLayers[layer]!.push(d);
  }
  const { head, tail, period, removed } = short;
  const layers = templateLayers.length + removed;
  const bulk = Math.ceil((head + margin) / period) * period;
  return {
    layers,
    observables,
    errors,
    templateLayers,
    sites: Array.from({ length: detectors }, (_, d) => coordinates?.get(d)?.slice(0, -1).join(",") ?? `D${d}`),
    layerOf,
    slotOf,
    templateLayer: (layer, size) => {
      if (removed === 0 || layer < bulk) return layer;
      if (layer + size <= layers - tail - margin) return bulk + ((layer - bulk) % period);
      return layer - removed;
    },
  };
}

interface Shortened {
  readonly model: ErrorModel;
  /** Layers before and after the repeat, layers of one repetition, and how many layers were taken out. */
  readonly head: number;
  readonly tail: number;
  readonly period: number;
  readonly removed: number;
}

/** Repeats the longest repeat only as often as windows need to see every kind of surroundings. */
function shorten(model: ErrorModel, windowLayers: number): Shortened {
  const whole: Shortened = { model, head: 0, tail: 0, period: 1, removed: 0 };
  const { instructions } = model;
  const at = instructions.findIndex((item) => item.kind === "repeat" && item.count > 1);
  const block = instructions[at];
  if (block?.kind !== "repeat") return whole;
  const period = timeShift({ instructions: block.body });
  if (!(period >= 1) || !Number.isInteger(period)) return whole;
  const kept = Math.ceil((3 * windowLayers + 6 * margin) / period) + 2;
  if (block.count <= kept) return whole;
  const before = instructions.slice(0, at);
  const after = instructions.slice(at + 1);
  return {
    model: { instructions: [...before, { ...block, count: kept }, ...after] },
    head: Math.round(timeShift({ instructions: before })) + 1,
    tail: Math.round(timeShift({ instructions: after })) + 1,
    period,
    removed: (block.count - kept) * period,
  };
}

/** By how much the last coordinate moves from the first to the last instruction. */
function timeShift({ instructions }: ErrorModel): number {
  let shift = 0;
  for (const item of instructions) {
    if (item.kind === "shift") shift += item.coordinates.at(-1) ?? 0;
    if (item.kind === "repeat") shift += item.count * timeShift({ instructions: item.body });
  }
  return shift;
}

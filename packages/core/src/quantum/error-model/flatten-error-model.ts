import type { ErrorComponent, ErrorModel, FlatError, ModelInstruction } from "./error-model.ts";

/** What stands where in a model once repeats are unrolled and shifts are applied. */
export type FlatItem =
  | ({ readonly kind: "error"; readonly tag: string } & FlatError)
  | {
      readonly kind: "detector";
      readonly detector: number;
      readonly coordinates: readonly number[];
      readonly tag: string;
    }
  | { readonly kind: "observable"; readonly observable: number; readonly tag: string };

interface Offset {
  detectors: number;
  coordinates: number[];
}

/** Every error, detector and observable in the order of the file, with absolute indexes and coordinates. Lazy. */
export function* flatItems(model: ErrorModel): Generator<FlatItem> {
  yield* walk(model.instructions, { detectors: 0, coordinates: [] });
}

/** Every error of the model with absolute detectors: repeats unrolled, shifts applied, doubles cancelled. Lazy. */
export function* flatErrors(model: ErrorModel): Generator<FlatError> {
  for (const item of flatItems(model)) if (item.kind === "error") yield item;
}

/** The same model without repeats and shifts. */
export function flattenErrorModel(model: ErrorModel): ErrorModel {
  const instructions: ModelInstruction[] = [];
  for (const item of flatItems(model)) {
    const { tag } = item;
    if (item.kind === "error") {
      instructions.push({ kind: "error", probability: item.probability, components: item.components, tag });
    } else if (item.kind === "detector") {
      instructions.push({ kind: "detector", coordinates: item.coordinates, detectors: [item.detector], tag });
    } else {
      instructions.push({ kind: "observable", observables: [item.observable], tag });
    }
  }
  return { instructions };
}

/** The coordinates of each declared detector; a detector that is declared twice keeps the first. */
export function detectorCoordinates(model: ErrorModel): Map<number, readonly number[]> {
  const places = new Map<number, readonly number[]>();
  for (const item of flatItems(model))
    if (item.kind === "detector" && !places.has(item.detector)) places.set(item.detector, item.coordinates);
  return places;
}

function* walk(body: readonly ModelInstruction[], offset: Offset): Generator<FlatItem> {
  for (const item of body) {
    const { tag } = item;
    switch (item.kind) {
      case "error":
        yield {
          kind: "error",
          probability: item.probability,
          components: item.components.map((c) => absolute(c, offset.detectors)),
          tag,
          line: item.line,
        };
        break;
      case "detector": {
        const coordinates = item.coordinates.map((c, i) => c + (offset.coordinates[i] ?? 0));
        for (const d of item.detectors) yield { kind: "detector", detector: d + offset.detectors, coordinates, tag };
        break;
      }
      case "observable":
        for (const observable of item.observables) yield { kind: "observable", observable, tag };
        break;
      case "shift":
        offset.detectors += item.detectors;
        item.coordinates.forEach((c, i) => {
          offset.coordinates[i] = (offset.coordinates[i] ?? 0) + c;
        });
        break;
      case "repeat":
        for (let i = 0; i < item.count; i++) yield* walk(item.body, offset);
        break;
    }
  }
}

function absolute({ detectors, observables }: ErrorComponent, shift: number): ErrorComponent {
  return { detectors: oddOnes(detectors, shift), observables: oddOnes(observables, 0) };
}

/** Ascending, without what occurs an even number of times. */
function oddOnes(values: readonly number[], shift: number): number[] {
  if (values.length === 1) return [values[0]! + shift];
  const sorted = values.map((v) => v + shift).sort((a, b) => a - b);
  const out: number[] = [];
  for (const value of sorted) {
    if (out.at(-1) === value) out.pop();
    else out.push(value);
  }
  return out;
}

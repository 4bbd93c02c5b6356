import type { ErrorModel, ModelInstruction } from "./error-model.ts";

/** How large a model is once it is flattened; found without flattening it. */
export interface ModelCounts {
  /** The highest absolute detector that is declared or mentioned, plus one. */
  readonly detectors: number;
  /** The highest observable that is declared or mentioned, plus one. */
  readonly observables: number;
  readonly errors: number;
}

/** Counts in one pass over the folded model. */
export function countErrorModel(model: ErrorModel): ModelCounts {
  const { highest, observables, errors } = countBody(model.instructions);
  return { detectors: highest + 1, observables, errors };
}

interface BodyCounts {
  /** The highest detector relative to the offset at the start of the body; −1 where there is none. */
  highest: number;
  observables: number;
  errors: number;
  shift: number;
}

function countBody(body: readonly ModelInstruction[]): BodyCounts {
  const total: BodyCounts = { highest: -1, observables: 0, errors: 0, shift: 0 };
  const mentionDetectors = (indexes: readonly number[]) => {
    for (const d of indexes) total.highest = Math.max(total.highest, d + total.shift);
  };
  const mentionObservables = (indexes: readonly number[]) => {
    for (const o of indexes) total.observables = Math.max(total.observables, o + 1);
  };
  for (const item of body) {
    switch (item.kind) {
      case "error":
        total.errors++;
        for (const component of item.components) {
          mentionDetectors(component.detectors);
          mentionObservables(component.observables);
        }
        break;
      case "detector":
        mentionDetectors(item.detectors);
        break;
      case "observable":
        mentionObservables(item.observables);
        break;
      case "shift":
        total.shift += item.detectors;
        break;
      case "repeat": {
        const inner = countBody(item.body);
        const last = (item.count - 1) * inner.shift;
        if (inner.highest >= 0) total.highest = Math.max(total.highest, total.shift + last + inner.highest);
        total.observables = Math.max(total.observables, inner.observables);
        total.errors += item.count * inner.errors;
        total.shift += item.count * inner.shift;
        break;
      }
    }
  }
  return total;
}

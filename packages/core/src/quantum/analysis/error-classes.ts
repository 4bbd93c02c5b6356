import type { Symptoms } from "./symptoms.ts";

/** Errors that flip the same in the same suggested parts. */
export interface ErrorClass {
  readonly components: readonly Symptoms[];
  /** That an odd number of them happens. */
  probability: number;
}

/** Errors by what they flip; equal ones combine to p₁(1 − p₂) + p₂(1 − p₁). */
export class ErrorClasses {
  readonly #classes = new Map<string, ErrorClass>();

  add(probability: number, components: readonly Symptoms[]): void {
    if (probability === 0 || components.length === 0 || components[0]!.length === 0) return;
    const key = components.length === 1 ? components[0]!.join() : components.map((c) => c.join()).join("^");
    const known = this.#classes.get(key);
    if (known === undefined) this.#classes.set(key, { components, probability });
    else known.probability = known.probability * (1 - probability) + (1 - known.probability) * probability;
  }

  /** The classes in the order in which a model lists them. */
  sorted(): ErrorClass[] {
    return [...this.#classes.values()].sort((a, b) => compareComponents(a.components, b.components));
  }

  [Symbol.iterator](): IterableIterator<ErrorClass> {
    return this.#classes.values();
  }
}

/** By detector, then observable, then the next part; what ends first comes first. */
export function compareComponents(a: readonly Symptoms[], b: readonly Symptoms[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    for (let k = 0; k < x.length && k < y.length; k++) if (x[k] !== y[k]) return x[k]! - y[k]!;
    if (x.length !== y.length) {
      // Where one part ends, a further part counts as larger than any symptom.
      if (x.length < y.length) return i + 1 < a.length ? 1 : -1;
      return i + 1 < b.length ? -1 : 1;
    }
  }
  return a.length - b.length;
}

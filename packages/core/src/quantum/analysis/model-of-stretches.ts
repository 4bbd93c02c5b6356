import type { ErrorComponent, ErrorModel, ModelInstruction } from "../error-model/index.ts";
import type { ErrorClasses } from "./error-classes.ts";
import type { Symptoms } from "./symptoms.ts";

type Annotation =
  | { readonly kind: "detector"; readonly detector: number; readonly coordinates: readonly number[] }
  | { readonly kind: "observable"; readonly observable: number }
  | { readonly kind: "shift"; readonly coordinates: readonly number[] };

/** A part of a circuit as its analysis leaves it: from its end to its start. */
export type Stretch =
  | { readonly kind: "plain"; classes: ErrorClasses; readonly annotations: Annotation[] }
  | {
      readonly kind: "repeat";
      readonly count: number;
      readonly body: readonly Stretch[];
      /** Detectors of one pass over the body. */
      readonly detectors: number;
    };

/**
 * The error model of a circuit from its stretches, last one first. Detectors are numbered as if each repeat ran once;
 * `detectors` is how many there are then.
 */
export function modelOfStretches(stretches: readonly Stretch[], detectors: number): ErrorModel {
  return { instructions: new ModelWriter(detectors).body(stretches) };
}

class ModelWriter {
  readonly #detectors: number;
  readonly #mentioned = new Set<number>();
  /** The first detector that D0 means where we are. */
  #base = 0;

  constructor(detectors: number) {
    this.#detectors = detectors;
  }

  body(stretches: readonly Stretch[]): ModelInstruction[] {
    const out: ModelInstruction[] = [];
    for (const stretch of stretches.toReversed()) {
      if (stretch.kind === "plain") {
        this.#errors(stretch.classes, out);
        for (const annotation of stretch.annotations.toReversed()) this.#annotate(annotation, out);
        continue;
      }
      const end = this.#base + this.#passed(stretch);
      const inner = this.body(stretch.body);
      if (end > this.#base) inner.push({ kind: "shift", coordinates: [], detectors: end - this.#base, tag: "" });
      this.#base = end;
      out.push({ kind: "repeat", count: stretch.count, body: inner, tag: "" });
    }
    return out;
  }

  /** How far the numbering moves over a repeat that runs once. */
  #passed(stretch: Extract<Stretch, { kind: "repeat" }>): number {
    return stretch.detectors;
  }

  #errors(classes: ErrorClasses, out: ModelInstruction[]): void {
    for (const { components, probability } of classes.sorted())
      out.push({ kind: "error", probability, components: components.map((part) => this.#component(part)), tag: "" });
  }

  #component(symptoms: Symptoms): ErrorComponent {
    const detectors: number[] = [];
    const observables: number[] = [];
    for (const s of symptoms) {
      this.#mentioned.add(s);
      if (s < 0) detectors.push(this.#relative(s));
      else observables.push(s);
    }
    return { detectors, observables };
  }

  #relative(symptom: number): number {
    return this.#detectors + symptom - this.#base;
  }

  #annotate(annotation: Annotation, out: ModelInstruction[]): void {
    const tag = "";
    switch (annotation.kind) {
      case "detector": {
        const { detector, coordinates } = annotation;
        if (coordinates.length > 0 || !this.#mentioned.has(detector))
          out.push({ kind: "detector", coordinates, detectors: [this.#relative(detector)], tag });
        break;
      }
      case "observable":
        if (!this.#mentioned.has(annotation.observable))
          out.push({ kind: "observable", observables: [annotation.observable], tag });
        this.#mentioned.add(annotation.observable);
        break;
      case "shift":
        out.push({ kind: "shift", coordinates: annotation.coordinates, detectors: 0, tag });
        break;
    }
  }
}

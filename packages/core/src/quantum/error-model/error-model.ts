/** What one suggested part of an error flips. Detectors are relative inside an `ErrorModel`, absolute once flattened. */
export interface ErrorComponent {
  readonly detectors: readonly number[];
  readonly observables: readonly number[];
}

/** An instruction of a detector error model. `tag` means nothing and is kept. */
export type ModelInstruction =
  | {
      readonly kind: "error";
      readonly probability: number;
      /** The parts between `^`; what the error flips is their symmetric difference. */
      readonly components: readonly ErrorComponent[];
      readonly tag: string;
      /** The 1-based line in the file it came from. */
      readonly line?: number | undefined;
    }
  | {
      readonly kind: "detector";
      readonly coordinates: readonly number[];
      readonly detectors: readonly number[];
      readonly tag: string;
    }
  | { readonly kind: "observable"; readonly observables: readonly number[]; readonly tag: string }
  | {
      readonly kind: "shift";
      readonly coordinates: readonly number[];
      /** How far the detectors that follow move. */
      readonly detectors: number;
      readonly tag: string;
    }
  | {
      readonly kind: "repeat";
      readonly count: number;
      readonly body: readonly ModelInstruction[];
      readonly tag: string;
    };

/** A detector error model (`.dem`): independent errors, and the detectors and observables that each flips. */
export interface ErrorModel {
  readonly instructions: readonly ModelInstruction[];
}

/** An error with absolute detectors. Within a component indexes are ascending, and what stood there twice is gone. */
export interface FlatError {
  /** 0..1. */
  readonly probability: number;
  readonly components: readonly ErrorComponent[];
  /** The 1-based line in the file it came from. */
  readonly line?: number | undefined;
}

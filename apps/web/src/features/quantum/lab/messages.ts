import type {
  BacklogReport,
  Burst,
  DecodedShot,
  Injection,
  LabExperiment,
  MemoryLattice,
  RateEstimate,
  StreamLayout,
} from "@homeostat/core/quantum";

/** How fast a stream runs: rounds a second, or as many as there is time for. */
export type Pace = number | "all";

/** What the page asks of the worker that runs the experiment, and about which `subject`: each that is shown has a number. */
export type LabRequest = { readonly subject: number } & LabQuestion;

export type LabQuestion =
  | { readonly kind: "open"; readonly experiment: LabExperiment; readonly seed: number }
  | {
      readonly kind: "decode";
      readonly id: number;
      /** Which shot of the noise; null is a shot without noise. */
      readonly shot: number | null;
      readonly injections: readonly Injection[];
      /** The last layer that is seen. */
      readonly layer: number;
    }
  | { readonly kind: "stream"; readonly pace: Pace | null }
  /** Shots of a stream that the server decodes are to be matched, by the prior that is in use there. */
  | {
      readonly kind: "openStream";
      readonly prior: string;
      readonly layout: StreamLayout;
      readonly experiment: LabExperiment | null;
    }
  | { readonly kind: "match"; readonly id: number; readonly events: readonly number[]; readonly layer: number };

/** What a stream has shown so far. */
export interface StreamFigures {
  readonly shots: number;
  readonly roundsPerSecond: number;
  readonly mistakes: number;
  readonly logicalError: RateEstimate;
  readonly suppression: RateEstimate | undefined;
  /** The distances that it compares. */
  readonly distances: readonly number[];
  readonly detectionFraction: number;
  /** One a stabilizer. */
  readonly detectionFractions: Float64Array;
  /** A round; undefined until the decoder has warmed up. */
  readonly decodeUs: { readonly p50: number; readonly p99: number } | undefined;
  readonly backlog: Pick<BacklogReport, "rounds" | "worstRounds">;
  readonly bursts: readonly Burst[];
  /** Shots that fractions and correlations rest on. */
  readonly weight: number;
  /** Row by row, one row a stabilizer; for one round and for neighbouring ones. */
  readonly correlations: readonly [same: Float64Array, next: Float64Array];
}

/** What the worker says, and of which subject: one that was left meanwhile is of no interest any more. */
export type LabReply = { readonly subject: number } & LabAnswer;

export type LabAnswer =
  | { readonly kind: "opened"; readonly lattice: MemoryLattice; readonly layers: number }
  | { readonly kind: "decoded"; readonly id: number; readonly decoded: DecodedShot }
  /** The stabilizers that fired in each of the layers that came since the last word. */
  | { readonly kind: "layers"; readonly layers: readonly (readonly number[])[] }
  | { readonly kind: "figures"; readonly figures: StreamFigures }
  | { readonly kind: "failed"; readonly message: string };

/** The time that a round takes on the hardware that the decoder must keep up with, microseconds. */
export const cycleUs = 1.1;

import { z } from "zod";
import type { MemoryLattice, ShotCounts } from "../quantum/index.ts";

/** A rate with its 95 % interval. */
interface Rate {
  readonly rate: number;
  readonly interval: readonly [number, number];
}

/** A stream of shots that the server decodes: a quantum processor's of the system, or one that a lab sends. */
export interface ShotStreamItem {
  readonly name: string;
  /** The component whose stream it is; null for one that belongs to none. */
  readonly component: string | null;
  /** What the circuit is, where it is one of the system's own. */
  readonly experiment: {
    readonly code: "rotated_memory_x" | "rotated_memory_z" | "repetition";
    readonly distance: number;
    readonly rounds: number;
    readonly p: number;
  } | null;
  readonly detectors: number;
  readonly observables: number;
  /** 0 where it was defined by an error model, which says nothing of measurements. */
  readonly measurements: number;
  readonly shots: number;
}

/** Where a stream's detectors are, for drawing. */
export interface ShotStreamLayout {
  readonly lattice: MemoryLattice;
  /** By detector. */
  readonly places: readonly { readonly stabilizer: number; readonly layer: number }[];
  readonly layers: number;
}

/** What a stream shows now. */
export interface ShotStreamLive {
  readonly shots: number;
  /** Shots that no combination of the model's errors explains. */
  readonly unexplained: number;
  /** A round, over the newest shots; null where no observables were told. */
  readonly logicalError: (Rate & { readonly mistakes: number; readonly of: number }) | null;
  /** From all processors of the same code and noise that differ in distance. */
  readonly suppression: (Rate & { readonly distances: readonly number[] }) | null;
  readonly detectionFraction: number;
  /** One a stabilizer. */
  readonly detectionFractions: readonly number[];
  /** Shots that the fractions rest on. */
  readonly weight: number;
  /** A round; null until the decoder has warmed up. */
  readonly decodeUs: { readonly p50: number; readonly p99: number } | null;
  readonly backlog: { readonly rounds: number; readonly worstRounds: number };
  readonly bursts: readonly {
    readonly from: number;
    readonly to: number;
    readonly events: number;
    readonly expected: number;
  }[];
  readonly ancillas: readonly { readonly qubit: number; readonly seen: number; readonly expected: number }[];
  readonly suspects: readonly {
    readonly qubit: number;
    readonly role: "ancilla" | "data";
    readonly before: number;
    readonly now: number;
  }[];
  /** What the newest adoption of a new prior has brought, on the same shots. */
  readonly review: {
    readonly verdict: "waiting" | "confirmed" | "worse";
    readonly shots: number;
    readonly mistakes: number;
    readonly mistakesBefore: number;
  } | null;
  /** Counts up whenever the decoder's prior is another. */
  readonly priorVersion: number;
  /** The newest shots after those that were asked for: detectors in b8, base64. */
  readonly recent: { readonly from: number; readonly count: number; readonly b8: string };
}

/** What is new of a stream, to those who watch it. */
export interface ShotsMessage {
  readonly name: string;
  readonly live: ShotStreamLive;
  /**
   * The probability of errors that flip both of two stabilizers, in one layer and one layer apart: 32-bit floats, row by
   * row. Null where they were told a moment ago.
   */
  readonly correlations: readonly [same: Uint8Array<ArrayBuffer>, next: Uint8Array<ArrayBuffer>] | null;
}

/** The answer to shots that were sent. */
export interface ShotsTaken {
  readonly shots: number;
  readonly events: number;
  /** Of the shots sent, those that were decoded wrongly; null where no observables were told. */
  readonly mistakes: number | null;
}

const count = z.int().min(0);
/** What a stream has counted, as it is stored: enough for its rates to go on after a restart. */
export const shotCountsSchema = z.strictObject({
  shots: count,
  mistakes: count,
  /** Shots that no combination of the model's errors explains. */
  unexplained: count,
  /** Shots whose observables were told. */
  judged: count,
  /** Shots and mistakes of the newest stretches, oldest first. */
  rates: z.array(z.strictObject({ shots: count, mistakes: count })),
}) satisfies z.ZodType<ShotCounts>;

import type { ShotStreamLayout, ShotStreamLive, ShotsTaken } from "@homeostat/core/protocol";
import type { PriorChange, ShotCounts, StreamSummary } from "@homeostat/core/quantum";

/** How the shots of one request are written. */
export interface ShotsWriting {
  readonly format: string;
  readonly of: "detectors" | "measurements";
  /** Each shot's observables follow its detectors. */
  readonly observables: boolean;
}

/** What a stream is, once its circuit or model has been read. */
export interface DefinedStream {
  readonly layout: ShotStreamLayout;
  readonly detectors: number;
  readonly observables: number;
  /** 0 where it was defined by an error model. */
  readonly measurements: number;
  readonly summary: StreamSummary;
}

/** What came of the shots of one request so far. */
export interface Progress {
  readonly taken: ShotsTaken;
  readonly counts: ShotCounts;
  readonly summary: StreamSummary;
}

/** What is asked of the thread that decodes, by kind: the question and its answer. */
export interface Asks {
  /** `text` is a circuit or an error model; `counts` what the stream had counted before a restart. */
  define: [{ readonly name: string; readonly text: string; readonly counts: ShotCounts | undefined }, DefinedStream];
  remove: [{ readonly name: string }, void];
  /** A request with shots begins; its parts name it by `sending`. */
  begin: [{ readonly name: string; readonly sending: number; readonly writing: ShotsWriting }, void];
  /** The next bytes of a request; the answer comes once they are decoded. */
  bytes: [{ readonly sending: number; readonly bytes: Uint8Array }, Progress];
  end: [{ readonly sending: number }, Progress];
  /** A request was broken off; what was decoded of it counts. */
  abandon: [{ readonly sending: number }, void];
  look: [{ readonly name: string; readonly after: number }, ShotStreamLive];
  prior: [{ readonly name: string }, string];
  correlations: [{ readonly name: string; readonly lag: 0 | 1 }, Float32Array];
  adopt: [{ readonly name: string; readonly change: PriorChange }, StreamSummary];
  reset: [{ readonly name: string }, StreamSummary];
}
export type AskKind = keyof Asks;

export type DecodeQuestion = { [K in AskKind]: { readonly kind: K; readonly given: Asks[K][0] } }[AskKind];

import type { ShotStreamItem, ShotStreamLayout, ShotStreamLive } from "@homeostat/core/protocol";
import type { LabExperiment, StreamSummary } from "@homeostat/core/quantum";

/** A stream of shots, wherever it is decoded. */
export interface DeskStream {
  readonly name: string;
  readonly component: string | null;
  /** What the circuit is, where it is one of the system's own. */
  readonly experiment: LabExperiment | null;
  readonly layout: ShotStreamLayout;
  readonly detectors: number;
  readonly observables: number;
  readonly measurements: number;
  summary(): StreamSummary;
  look(after: number): Promise<ShotStreamLive>;
  /** The text of the error model that the decoder uses now. */
  prior(): Promise<string>;
  correlations(lag: 0 | 1): Promise<Float32Array>;
}

export function itemOf(stream: DeskStream): ShotStreamItem {
  const { name, component, experiment, detectors, observables, measurements } = stream;
  return { name, component, experiment, detectors, observables, measurements, shots: stream.summary().shots };
}

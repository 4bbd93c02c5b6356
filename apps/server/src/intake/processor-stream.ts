import type { ShotStreamLayout, ShotStreamLive } from "@homeostat/core/protocol";
import { type LabExperiment, type ShotStream, type StreamSummary, writeErrorModel } from "@homeostat/core/quantum";
import type { DeskStream } from "./desk-stream.ts";
import { correlationsOf, lookAtStream } from "./look-at-stream.ts";

/** A stream of one of the system's processors, decoded by the loop. */
export class ProcessorStream implements DeskStream {
  readonly name: string;
  readonly component: string;
  readonly experiment: LabExperiment | null;
  readonly measurements = 0;
  readonly #stream: ShotStream;
  readonly #suppression: () => ShotStreamLive["suppression"];

  constructor(
    name: string,
    experiment: LabExperiment | null,
    stream: ShotStream,
    suppression: () => ShotStreamLive["suppression"],
  ) {
    this.name = name;
    this.component = name;
    this.experiment = experiment;
    this.#stream = stream;
    this.#suppression = suppression;
  }

  get layout(): ShotStreamLayout {
    return this.#stream.layout;
  }

  get detectors(): number {
    return this.#stream.detectors;
  }

  get observables(): number {
    return this.#stream.observables;
  }

  summary(): StreamSummary {
    return this.#stream.summary();
  }

  async look(after: number): Promise<ShotStreamLive> {
    return lookAtStream(this.#stream, after, this.#suppression());
  }

  async prior(): Promise<string> {
    return writeErrorModel(this.#stream.prior.model);
  }

  async correlations(lag: 0 | 1): Promise<Float32Array> {
    return correlationsOf(this.#stream, lag);
  }
}

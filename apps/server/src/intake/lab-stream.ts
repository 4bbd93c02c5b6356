import type { WatchedStream } from "@homeostat/core/autonomy";
import type { ShotStreamLayout, ShotStreamLive } from "@homeostat/core/protocol";
import type { PriorChange, StreamSummary } from "@homeostat/core/quantum";
import type { DecodeThread } from "./decode-thread.ts";
import type { DeskStream } from "./desk-stream.ts";
import type { DefinedStream, Progress } from "./messages.ts";

/** A stream that a lab sends: decoded by the thread, which tells of it with every answer. */
export class LabStream implements DeskStream, WatchedStream {
  readonly name: string;
  readonly component: string | null;
  readonly experiment = null;
  readonly layout: ShotStreamLayout;
  readonly detectors: number;
  readonly observables: number;
  readonly measurements: number;
  /** Requests with shots for it. */
  underWay = 0;
  readonly #thread: DecodeThread;
  readonly #onProblem: (error: unknown) => void;
  #summary: StreamSummary;

  constructor(
    name: string,
    component: string | null,
    { layout, detectors, observables, measurements, summary }: DefinedStream,
    thread: DecodeThread,
    onProblem: (error: unknown) => void,
  ) {
    this.name = name;
    this.component = component;
    this.layout = layout;
    this.detectors = detectors;
    this.observables = observables;
    this.measurements = measurements;
    this.#thread = thread;
    this.#onProblem = onProblem;
    this.#summary = summary;
  }

  note({ summary }: Pick<Progress, "summary">): void {
    this.#summary = summary;
  }

  summary(): StreamSummary {
    return this.#summary;
  }

  look(after: number): Promise<ShotStreamLive> {
    return this.#thread.ask("look", { name: this.name, after });
  }

  prior(): Promise<string> {
    return this.#thread.ask("prior", { name: this.name });
  }

  correlations(lag: 0 | 1): Promise<Float32Array> {
    return this.#thread.ask("correlations", { name: this.name, lag });
  }

  adopt(change: PriorChange): void {
    this.#expect(this.#thread.ask("adopt", { name: this.name, change }));
  }

  reset(): void {
    this.#expect(this.#thread.ask("reset", { name: this.name }));
  }

  #expect(summary: Promise<StreamSummary>): void {
    summary.then((told) => this.note({ summary: told })).catch(this.#onProblem);
  }
}

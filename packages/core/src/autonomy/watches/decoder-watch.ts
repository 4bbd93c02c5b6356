import type { ConsoleState, Evidence, PriorChangeRecord } from "../../journal/index.ts";
import {
  analyzeErrors,
  driftedCircuit,
  memoryLattice,
  placesOn,
  type PriorChange,
  processorExperiment,
  shotBatch,
  ShotStream,
  type StreamSummary,
} from "../../quantum/index.ts";
import type { Frame, SystemModel } from "../../system/index.ts";
import type { Condition } from "./finding-tracker.ts";
import type { Watch } from "./watch.ts";

/** Time of a round of error correction on the hardware that decoders must keep up with, microseconds. */
export const cycleUs = 1.1;

/** A stream that is decoded here or elsewhere: what it shows, and which prior it is to decode by. */
export interface WatchedStream {
  summary(): StreamSummary;
  /** Decodes by a changed prior from here on. */
  adopt(change: PriorChange): void;
  /** Goes back to the prior that the stream began with. */
  reset(): void;
}

interface Watched {
  readonly stream: WatchedStream;
  /** The changes of its prior that it has taken over from the state; the list itself, compared by identity. */
  adopted: readonly PriorChangeRecord[];
}

/**
 * Decodes what quantum processors send as it comes, and sees from the stream alone which ancilla fails and where the
 * decoder's prior is no longer true. Which prior is in use is the journal's to say: what was adopted and undone there is
 * taken over here, and again after a restart.
 */
export class DecoderWatch implements Watch {
  readonly #own = new Map<string, ShotStream>();
  readonly #watched = new Map<string, Watched>();

  /** `nowUs` is a clock for the decoder's pace, microseconds; without it no pace is recorded. */
  constructor(model: SystemModel, { nowUs }: { readonly nowUs?: () => number } = {}) {
    for (const { id, quantum } of model.components) {
      if (quantum === undefined) continue;
      const experiment = processorExperiment(quantum);
      const errors = analyzeErrors(driftedCircuit(experiment, []), { decomposeErrors: true });
      const layout = placesOn(memoryLattice(experiment.code, experiment.distance), errors);
      const stream = new ShotStream({ model: errors, layout, cycleUs, nowUs });
      this.#own.set(id, stream);
      this.bind(id, stream);
    }
  }

  /** The streams that are decoded here, by component. */
  get streams(): ReadonlyMap<string, ShotStream> {
    return this.#own;
  }

  /** Watches a stream that is decoded elsewhere for a component, in place of the one before. */
  bind(component: string, stream: WatchedStream): void {
    this.#watched.set(component, { stream, adopted: none });
  }

  /** Watches a component's stream no more. */
  unbind(component: string): void {
    this.#watched.delete(component);
  }

  observe({ component, shots }: Frame): void {
    const stream = this.#own.get(component);
    if (stream === undefined || shots === undefined || shots.count === 0) return;
    stream.take(
      shotBatch(stream.detectors, shots.count, shots.detectors),
      shotBatch(stream.observables, shots.count, shots.observables),
    );
  }

  derived(component: string): Readonly<Record<string, number>> {
    const summary = this.#watched.get(component)?.stream.summary();
    if (summary === undefined || summary.shots === 0) return {};
    const { detectionFraction, logicalError, decodeUs } = summary;
    return {
      detectionFraction,
      ...(logicalError === undefined ? {} : { logicalErrorRate: logicalError.rate }),
      ...(decodeUs === undefined ? {} : { decodeMs: decodeUs / 1000 }),
    };
  }

  conditions(state: ConsoleState): readonly Condition[] {
    const found: Condition[] = [];
    for (const [component, watched] of this.#watched) {
      takeOver(watched, state.priors[component] ?? none);
      const { drift, review, ancillas, excess } = watched.stream.summary();
      const reviewed: Evidence[] =
        review === undefined
          ? []
          : [
              {
                kind: "prior-review",
                component,
                shots: review.shots,
                mistakes: review.mistakes,
                mistakesBefore: review.mistakesBefore,
              },
            ];
      const add = (kind: Condition["kind"], severity: Condition["severity"], evidence: readonly Evidence[]) =>
        found.push({ kind, component, severity, evidence, holdMs: 0 });
      if (ancillas.length > 0)
        add(
          "ancilla-failing",
          "warning",
          ancillas.map((ancilla) => ({ kind: "ancilla", component, ...ancilla })),
        );
      if (drift !== undefined) {
        const { change, shots, suspects } = drift;
        const gain = {
          shots: drift.gain.shots,
          mistakesBefore: drift.gain.mistakesBefore,
          mistakesAfter: drift.gain.mistakesAfter,
        };
        add("decoder-drift", "warning", [
          {
            kind: "drift",
            component,
            shots,
            suspects: suspects.map((suspect) => ({ ...suspect })),
            gain,
            change: { classes: [...change.classes], differences: [...change.differences] },
          },
        ]);
      } else if (review?.verdict === "waiting") {
        // Until the shots since have confirmed it, nobody knows that the drift is healed.
        add("decoder-drift", "warning", reviewed);
      }
      // What is isolated spoils nothing.
      if (excess !== undefined && state.components[component]?.health !== "isolated")
        add("logical-errors-high", "warning", [
          { ...excess, kind: "logical-errors", component, interval: [...excess.interval] },
        ]);
      if (review?.verdict === "worse") add("prior-wrong", "critical", reviewed);
    }
    return found;
  }
}

const none: readonly PriorChangeRecord[] = [];

/** Brings a stream's prior to what the journal says: one more change is adopted, anything else begins from the start. */
function takeOver(watched: Watched, inForce: readonly PriorChangeRecord[]): void {
  const { adopted, stream } = watched;
  if (adopted === inForce || (adopted.length === 0 && inForce.length === 0)) return;
  const isOneMore = inForce.length === adopted.length + 1 && adopted.every((change, i) => change === inForce[i]);
  if (!isOneMore) stream.reset();
  for (const change of isOneMore ? inForce.slice(-1) : inForce) stream.adopt(change);
  watched.adopted = inForce;
}

import type { ConsoleState, Evidence, PriorChangeRecord } from "../journal/index.ts";
import {
  analyzeErrors,
  driftedCircuit,
  memoryLattice,
  placesOn,
  processorExperiment,
  ShotStream,
} from "../quantum/index.ts";
import { shotBatch } from "../quantum/index.ts";
import type { Frame, SystemModel } from "../system/index.ts";
import type { Condition } from "./finding-tracker.ts";
import type { Watch } from "./watch.ts";

/** Time of a round of error correction on the hardware that decoders must keep up with, microseconds. */
export const cycleUs = 1.1;

interface Decoded {
  readonly stream: ShotStream;
  /** The changes of its prior that it has taken over from the state; the list itself, compared by identity. */
  adopted: readonly PriorChangeRecord[];
}

/**
 * Decodes what quantum processors send as it comes, and sees from the stream alone which ancilla fails and where the
 * decoder's prior is no longer true. Which prior is in use is the journal's to say: what was adopted and undone there is
 * taken over here, and again after a restart.
 */
export class DecoderWatch implements Watch {
  readonly #streams = new Map<string, Decoded>();

  /** `nowUs` is a clock for the decoder's pace, microseconds; without it no pace is recorded. */
  constructor(model: SystemModel, { nowUs }: { readonly nowUs?: () => number } = {}) {
    for (const { id, quantum } of model.components) {
      if (quantum === undefined) continue;
      const experiment = processorExperiment(quantum);
      const errors = analyzeErrors(driftedCircuit(experiment, []), { decomposeErrors: true });
      const layout = placesOn(memoryLattice(experiment.code, experiment.distance), errors);
      this.bind(id, new ShotStream({ model: errors, layout, cycleUs, nowUs }));
    }
  }

  /** The streams by component. */
  get streams(): ReadonlyMap<string, ShotStream> {
    return new Map([...this.#streams].map(([id, { stream }]) => [id, stream]));
  }

  /** Watches a stream for a component, in place of the one before. */
  bind(component: string, stream: ShotStream): void {
    this.#streams.set(component, { stream, adopted: none });
  }

  /** Watches a component's stream no more. */
  unbind(component: string): void {
    this.#streams.delete(component);
  }

  observe({ component, shots }: Frame): void {
    const stream = this.#streams.get(component)?.stream;
    if (stream === undefined || shots === undefined || shots.count === 0) return;
    stream.take(
      shotBatch(stream.detectors, shots.count, shots.detectors),
      shotBatch(stream.observables, shots.count, shots.observables),
    );
  }

  derived(component: string): Readonly<Record<string, number>> {
    const stream = this.#streams.get(component)?.stream;
    if (stream === undefined || stream.statistics.shots === 0) return {};
    const { logicalError, statistics, isWarm } = stream;
    return {
      detectionFraction: statistics.detectionFraction,
      ...(logicalError === undefined ? {} : { logicalErrorRate: logicalError.rate }),
      ...(isWarm ? { decodeMs: statistics.decodeUsPerRound().p50 / 1000 } : {}),
    };
  }

  conditions(state: ConsoleState): readonly Condition[] {
    const found: Condition[] = [];
    for (const [component, decoded] of this.#streams) {
      takeOver(decoded, state.priors[component] ?? none);
      const { stream } = decoded;
      const { lattice } = stream.layout;
      const { drift, review } = stream.prior;
      const ancillas = stream.ancillas.map(
        ({ stabilizer, seen, expected, since, round }): Evidence => ({
          kind: "ancilla",
          component,
          qubit: lattice.stabilizers[stabilizer]?.ancilla ?? -1,
          seen,
          expected,
          rounds: round + 1 - since,
        }),
      );
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
      if (ancillas.length > 0) add("ancilla-failing", "warning", ancillas);
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
      if (review?.verdict === "worse") add("prior-wrong", "critical", reviewed);
    }
    return found;
  }
}

const none: readonly PriorChangeRecord[] = [];

/** Brings a stream's prior to what the journal says: one more change is adopted, anything else begins from the start. */
function takeOver(decoded: Decoded, inForce: readonly PriorChangeRecord[]): void {
  const { adopted, stream } = decoded;
  if (adopted === inForce || (adopted.length === 0 && inForce.length === 0)) return;
  const isOneMore = inForce.length === adopted.length + 1 && adopted.every((change, i) => change === inForce[i]);
  if (!isOneMore) stream.reset();
  for (const change of isOneMore ? inForce.slice(-1) : inForce) stream.adopt(change);
  decoded.adopted = inForce;
}

import type { IncidentLesson } from "../autonomy/index.ts";
import type { MemoryCell } from "../immune/index.ts";
import type { ConsoleState, Entry } from "../journal/index.ts";

/** `GET /api/history?at=MS`: the state at that moment, and the entries around it that a replay needs. */
export interface HistoryAnswer {
  readonly journal: string;
  /** The state before the first of `entries`. */
  readonly base: ConsoleState;
  readonly entries: readonly Entry[];
}

/** `GET /api/marks?from=MS&to=MS`: everything but telemetry in a span, for the lanes of the time rail. */
export interface MarksAnswer {
  readonly journal: string;
  /** The first and last moment that the journal knows. */
  readonly from: number;
  readonly to: number;
  readonly entries: readonly Entry[];
}

/** `GET /api/decision?at=MS&step=-1|1`: the decision nearest before or after a moment. */
export interface DecisionAnswer {
  /** When it was taken; null where there is none that way. */
  readonly at: number | null;
}

/** `GET /api/metrics?component=ID&from=MS&to=MS`: one component's samples, oldest first, thinned to at most 3,000 rows. */
export interface MetricsAnswer {
  readonly component: string;
  readonly metrics: readonly string[];
  readonly at: readonly number[];
  /** A row for each metric; null where there was no sample. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** `GET /api/across?metric=NAME&from=MS&to=MS`: one metric of all components, oldest first, thinned to at most 240 moments. */
export interface AcrossAnswer {
  readonly metric: string;
  readonly at: readonly number[];
  /** By component: a value a moment; null where there was no sample. */
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
}

/** `GET /api/memory`: what the immune system remembers of healed incidents, and what open ones look like. */
export interface MemoryAnswer {
  /** Newest first. */
  readonly cells: readonly MemoryCell<IncidentLesson>[];
  /** Best first. */
  readonly matches: readonly { readonly incident: string; readonly cell: string; readonly similarity: number }[];
}

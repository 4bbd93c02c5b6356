import { type DurationMs, type EpochMs, InputError, secondMs } from "../kernel/index.ts";
import { type ConsoleState, type Entry, fold, type Verdict } from "../journal/index.ts";
import { type Fidelity, fidelityOf } from "./fidelity.ts";
import type { ForkTask, TwinCheckpoint } from "./fork-task.ts";
import { Future, lookEveryMs } from "./future.ts";
import { type Happening, happeningsOf } from "./happenings.ts";
import { type Present, presentOf } from "./present.ts";
import { type Reading, readingOf } from "./reading.ts";
import { type Contrast, contrastOf, type Curves, curveNames, curvesOf, type Totals, totalsOf } from "./totals.ts";
import { type WhatIf, whatIfsOf } from "./what-if.ts";

/** Both futures of a decision, side by side. */
export interface Comparison {
  readonly whatIf: WhatIf;
  readonly verdict: Verdict;
  readonly proposal: string;
  /** The component that the decision was about. */
  readonly component: string;
  readonly of: TwinCheckpoint["of"];
  /** When the futures part, and where the comparison ends, epoch milliseconds. */
  readonly from: EpochMs;
  readonly until: EpochMs;
  /** The newest moment of the record in it. */
  readonly recordedUntil: EpochMs;
  /** The moments of all curves. */
  readonly at: readonly EpochMs[];
  readonly recorded: Curves;
  /** The decision as it was, simulated with the chance of that day. */
  readonly asItWas: Curves;
  /** The other decision with the chance of that day, and the least and greatest value over all seeds. */
  readonly otherwise: Curves;
  readonly least: Curves;
  readonly most: Curves;
  /** What was recorded; null where the record does not reach to the end. */
  readonly recordedTotals: Totals | null;
  readonly contrasts: { readonly [K in keyof Totals]: Contrast | null };
  readonly seeds: number;
  readonly seedsWanted: number;
  readonly fidelity: Fidelity;
}

export interface ForkOptions {
  /** Asked now and then; once it says yes, what is known so far is returned. */
  readonly isLate?: () => boolean;
  /** Told how much is done, 0..1. */
  readonly onProgress?: (share: number) => void;
}

/** How long both futures are shown once all is well in them. */
const calmMs = 30 * secondMs;
const leastMs = 60 * secondMs;
const mostMoments = 240;
/** Batches of telemetry between two words about the progress. */
const stepsBetweenReports = 100;

/**
 * Takes a decision of the past otherwise: rolls the twin forward to it, and from there lets pairs of futures live, one
 * with the decision as it was and one with the other one, which share their chance. The first pair says how far the
 * comparison reaches: until all is well again in both, at most `horizonMs`.
 *
 * @throws {InputError} where the decision, or the twin at that moment, is not known
 */
export function forkDecision(task: ForkTask, { isLate = () => false, onProgress }: ForkOptions = {}): Comparison {
  const happenings = happeningsOf(task.base, task.entries);
  const present = presentOf(task, happenings);
  const { decision, proposal, state } = present;
  if (!whatIfsOf(decision.verdict).includes(task.whatIf)) {
    throw new InputError(`this decision was "${decision.verdict}"; "${task.whatIf}" would have changed nothing`, {
      field: "whatIf",
    });
  }
  const from = state.at;
  const script = scriptOf(happenings, present, task);
  const recorded = recordedReadings(task.entries, state, proposal.action.component, script.recordedUntil);

  let steps = 0;
  let expected = 2 * script.batches * task.seeds;
  const report = () => onProgress?.(Math.min(1, steps / expected));
  const pairOf = (seed: number, until: EpochMs): Pair | undefined => {
    const runOf = (whatIf: WhatIf | undefined): readonly Reading[] | undefined => {
      const future = new Future(present, whatIf, seed);
      for (const happening of script.happenings) {
        if (happening.at > until) break;
        if (happening.kind === "batch") {
          future.live(happening.at);
          if (++steps % stepsBetweenReports === 0) {
            report();
            if (seed > 0 && isLate()) return undefined;
          }
        } else if (whatIf === undefined || !isOfDecision(happening, present)) future.undergo(happening);
      }
      return future.readings;
    };
    const [asItWas, whatIf] = [runOf(undefined), runOf(task.whatIf)];
    return asItWas === undefined || whatIf === undefined ? undefined : { asItWas, whatIf };
  };

  const first = pairOf(0, script.until)!;
  const until = Math.min(script.until, Math.max(from + leastMs, lastTrouble(first, recorded) + calmMs));
  expected = steps + (steps * (task.seeds - 1) * (until - from)) / (script.until - from);
  const pairs: Pair[] = [first];
  for (let seed = 1; seed < task.seeds && !isLate(); seed++) {
    const pair = pairOf(seed, until);
    if (pair !== undefined) pairs.push(pair);
  }
  onProgress?.(1);

  const totals = pairs.map(({ asItWas, whatIf }) => ({
    asItWas: totalsOf(asItWas, from, until),
    whatIf: totalsOf(whatIf, from, until),
  }));
  const contrast = (of: keyof Totals) => contrastOf(totals, of) ?? null;
  const at = momentsBetween(from, until);
  const spread = pairs.map(({ whatIf }) => curvesOf(whatIf, from, at));
  const isRecordWhole = (recorded.at(-1)?.at ?? from) >= until - calmMs / 10;
  return {
    whatIf: task.whatIf,
    verdict: decision.verdict,
    proposal: proposal.id,
    component: proposal.action.component,
    of: task.checkpoint.of,
    from,
    until,
    recordedUntil: Math.min(until, recorded.at(-1)?.at ?? from),
    at,
    recorded: curvesOf(recorded, from, at),
    asItWas: curvesOf(first.asItWas, from, at),
    otherwise: spread[0]!,
    least: acrossCurves(spread, Math.min),
    most: acrossCurves(spread, Math.max),
    recordedTotals: isRecordWhole ? totalsOf(recorded, from, until) : null,
    contrasts: {
      unwellMs: contrast("unwellMs"),
      brokenMs: contrast("brokenMs"),
      errorMinutes: contrast("errorMinutes"),
      energyWh: contrast("energyWh"),
    },
    seeds: pairs.length,
    seedsWanted: task.seeds,
    fidelity: fidelityOf(recorded, first.asItWas, from),
  };
}

interface Pair {
  readonly asItWas: readonly Reading[];
  readonly whatIf: readonly Reading[];
}

/** What comes after the present: as it was recorded, and where the record ends, batches at equal steps to the horizon. */
function scriptOf(happenings: readonly Happening[], { state }: Present, { checkpoint, horizonMs }: ForkTask) {
  const until = state.at + horizonMs;
  const later = happenings.filter(({ seq, at }) => seq > state.seq && at <= until);
  const renewed = later.findIndex(({ kind }) => kind === "renewed");
  const known = renewed < 0 ? later : later.slice(0, renewed);
  const recordedUntil = known.at(-1)?.at ?? state.at;
  const script = [...known];
  let { seq } = known.at(-1) ?? state;
  for (let at = recordedUntil + checkpoint.tickMs; at <= until; at += checkpoint.tickMs)
    script.push({ seq: ++seq, at, kind: "batch" });
  const batches = script.filter(({ kind }) => kind === "batch").length;
  return { happenings: script, until, recordedUntil, batches };
}

/** Whether something was done because the decision was as it was. */
function isOfDecision(happening: Happening, { proposal, state }: Present): boolean {
  if (happening.kind !== "acted" || happening.begunSeq <= state.seq) return false;
  return happening.proposal === proposal.id || happening.action.component === proposal.action.component;
}

/** How the system is by the record, once for each batch, after all that was recorded with it. */
function recordedReadings(
  entries: readonly Entry[],
  present: ConsoleState,
  target: string,
  until: EpochMs,
): readonly Reading[] {
  const readings: Reading[] = [];
  let state = present;
  let isMeasured = false;
  const read = () => {
    const { at } = state;
    if (isMeasured && at - (readings.at(-1)?.at ?? 0) >= lookEveryMs) readings.push(readingOf(state, target));
    isMeasured = false;
  };
  for (const entry of entries) {
    if (entry.seq <= present.seq) continue;
    if (entry.at > until) break;
    if (entry.at > state.at) read();
    state = fold(state, entry);
    if (entry.event.kind === "TelemetryRecorded" && entry.event.rows.length > 0) isMeasured = true;
  }
  read();
  return readings;
}

function lastTrouble({ asItWas, whatIf }: Pair, recorded: readonly Reading[]): EpochMs {
  const last = (readings: readonly Reading[]) =>
    readings.findLast(({ isPromiseKept, isTargetWell }) => !isPromiseKept || !isTargetWell)?.at ?? 0;
  return Math.max(last(asItWas), last(whatIf), last(recorded));
}

function momentsBetween(from: EpochMs, until: EpochMs): EpochMs[] {
  const step: DurationMs = Math.max(secondMs, (until - from) / mostMoments);
  const count = Math.floor((until - from) / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => from + i * step);
}

function acrossCurves(all: readonly Curves[], pick: (...values: number[]) => number): Curves {
  const picked = curveNames.map((name) => {
    const values = all[0]![name].map((_, i) => {
      const known = all.flatMap((curves) => curves[name][i] ?? []);
      return known.length === 0 ? null : pick(...known);
    });
    return [name, values] as const;
  });
  return Object.fromEntries(picked) as unknown as Curves;
}

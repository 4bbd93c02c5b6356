import { heldBackJobs, heldBackUntil } from "@homeostat/core/autonomy";
import {
  type DeferralRequest,
  planSlotMs,
  typicalIntensity,
  type YearlyAverage,
  yearlyIntensity,
} from "@homeostat/core/green";
import type { ConsoleState, EventKind, GreenState, JournalEvent } from "@homeostat/core/journal";
import { canonicalJson, dayMs, type EpochMs } from "@homeostat/core/kernel";
import { dueOccurrences, type SystemModel } from "@homeostat/core/system";
import type { LiveJournal } from "../loop/index.ts";
import { DeferralPlanner } from "./deferral-planner.ts";

/** After these the plan is made anew. */
const causes = new Set<EventKind>([
  "IntensityReceived",
  "IntensityForgotten",
  "JobSubmitted",
  "JobChanged",
  "JobEnded",
  "PowerCapChanged",
  "IncidentOpened",
  "IncidentHealed",
]);
const searchMs = 400;
const lookEveryMs = 5_000;
/** What is usual is told for so long around now, and again when less than half of what lies ahead is left. */
const usualMs = { behind: dayMs, ahead: 8 * dayMs };

export interface DeferralDeskOptions {
  /** Tells of the grid, and of work that comes again. */
  readonly model: SystemModel;
  /** Of the model's grid, where the model knows no typical day of it. */
  readonly yearly?: YearlyAverage | undefined;
  readonly journal: LiveJournal;
  readonly clock: () => EpochMs;
  readonly onProblem: (error: unknown) => void;
}

/**
 * Keeps the plan of deferrable work: anew after each change and in each slot. It hands in what recurs, and ends what has
 * run.
 */
export class DeferralDesk {
  readonly #options: DeferralDeskOptions;
  readonly #planner = new DeferralPlanner(searchMs);
  readonly #unsubscribe: () => void;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;
  #isStale = false;
  #plannedSlot = -1;

  constructor(options: DeferralDeskOptions) {
    this.#options = options;
    this.#unsubscribe = options.journal.onCommit((entries) => {
      if (entries.some(({ event }) => causes.has(event.kind))) this.replan();
    });
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
    this.#timer.unref();
    this.#look();
  }

  /** Plans anew; several causes in a row make one plan. */
  replan(): void {
    this.#isStale = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when the plan is that of everything recorded so far. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    clearInterval(this.#timer);
    this.#isStale = false;
    await this.#planner.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { journal, clock, onProblem } = this.#options;
    while (this.#isStale) {
      this.#isStale = false;
      const { state } = journal;
      const { green } = state;
      const at = clock();
      try {
        const plan = await this.#planner.plan(requestOf(state, at));
        this.#plannedSlot = slotOf(at);
        const kept = journal.state.green.plan?.plan;
        if (canonicalJson(plan) === canonicalJson(kept ?? null)) continue;
        if (kept === undefined && Object.keys(green.jobs).length === 0) continue;
        await journal.record([{ kind: "SchedulePlanned", plan }], clock());
      } catch (error) {
        onProblem(error);
        return;
      }
    }
  }

  #look(): void {
    const { journal, model, yearly, clock, onProblem } = this.#options;
    const { green } = journal.state;
    const now = clock();
    const due = [
      ...usualGrid(green, model, yearly, now),
      ...endedJobs(green, now),
      ...recurringJobs(green, model, now),
    ];
    if (due.length > 0) journal.record(due, now).catch(onProblem);
    else if (Object.keys(green.jobs).length > 0 && slotOf(now) !== this.#plannedSlot) this.replan();
  }
}

/** What the plan is made from; work that service has no room for now begins later. */
export function requestOf(state: ConsoleState, at: EpochMs): DeferralRequest {
  const { green } = state;
  const held = heldBackJobs(state, at);
  const releaseAt = heldBackUntil(at);
  return {
    jobs: Object.values(green.jobs).map((job) =>
      held.has(job.id) && job.releaseAt < releaseAt ? { ...job, releaseAt } : job,
    ),
    intensities: Object.values(green.intensities),
    at,
    ...(green.capW === null ? {} : { capW: green.capW }),
    ...(green.plan === null ? {} : { runsBefore: green.plan.plan.runs }),
  };
}

/** How the grid usually is, for as long as nobody reports how it is. */
function usualGrid(
  { intensities }: GreenState,
  { grid }: SystemModel,
  yearly: YearlyAverage | undefined,
  now: EpochMs,
): JournalEvent[] {
  if (grid === undefined || Object.values(intensities).some(({ basis }) => basis === "reported")) return [];
  const known = intensities[grid.zone];
  const knownUntil = known === undefined ? now : known.startMs + known.gPerKwh.length * known.stepMs;
  if (knownUntil - now > usualMs.ahead / 2) return [];
  const [from, until] = [now - usualMs.behind, now + usualMs.ahead];
  const { zone, typicalDayGPerKwh } = grid;
  if (typicalDayGPerKwh !== undefined)
    return [{ kind: "IntensityReceived", intensity: typicalIntensity({ zone, typicalDayGPerKwh }, from, until) }];
  return yearly === undefined ? [] : [{ kind: "IntensityReceived", intensity: yearlyIntensity(yearly, from, until) }];
}

function recurringJobs({ recurring }: GreenState, model: SystemModel, now: EpochMs): JournalEvent[] {
  return model.recurringJobs
    .flatMap((job) => dueOccurrences(job, now, recurring[job.id]))
    .map((job) => ({ kind: "JobSubmitted", job, by: "scheduler" }));
}

function slotOf(at: EpochMs): number {
  return Math.floor(at / planSlotMs);
}

/** Jobs that have run to their end, and those whose deadline passed without a plan. */
function endedJobs({ jobs, plan }: GreenState, now: EpochMs): JournalEvent[] {
  return Object.values(jobs).flatMap((job): JournalEvent[] => {
    const end = plan?.plan.runs[job.id]?.at(-1)?.to;
    if (end !== undefined && end <= now)
      return [{ kind: "JobEnded", job: job.id, reason: "completed", by: "scheduler" }];
    if (job.deadlineAt <= now && end === undefined)
      return [{ kind: "JobEnded", job: job.id, reason: "missed", by: "scheduler" }];
    return [];
  });
}

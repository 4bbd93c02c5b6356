import type { EpochMs } from "../kernel/index.ts";
import { type Action, type ActionKind, actionSpecs, type Fault, type FaultKind } from "../system/index.ts";
import type { Health, SystemModel } from "../system/index.ts";
import type { DeferrableJob, DeferralPlan, IntensityRecord, JobRun } from "../system/index.ts";
import { defaultPolicy } from "./default-policy.ts";
import type { PriorChangeRecord } from "./evidence.ts";
import type { Finding, FindingVerdict, Incident, TaughtMetric } from "./finding.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Decision, GuardCheck, Outcome, Policy, Proposal, Withdrawal } from "./proposal.ts";

/** How many values a component's sparkline keeps. */
export const trailLength = 40;
/** How many ended incidents and proposals stay in the state; the journal keeps all. */
export const recentLimit = 50;

export interface ComponentState {
  readonly health: Health;
  /** Since when. */
  readonly since: EpochMs;
  /** When it was last heard of; 0 for never. */
  readonly seenAt: EpochMs;
  /** Newest value by metric name. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The newest values of the metric that its kind is judged by (see `headlineMetric`), oldest first. */
  readonly trail: readonly number[];
}

export interface FaultState {
  readonly id: string;
  readonly fault: Fault;
  readonly by: string;
  readonly at: EpochMs;
  readonly until?: EpochMs;
  readonly predicted: readonly string[];
}

/** What was noted when an action began. */
export interface Started {
  readonly at: EpochMs;
  readonly deadline: EpochMs;
  /** The target's metrics at that moment. */
  readonly before: Readonly<Record<string, number>>;
  readonly unhealthyBefore: number;
}

/** How an action ended, as the managed system told it. */
export type ActionEnd = "done" | "failed" | "deadline-passed" | "interrupted";

export interface UndoFailure {
  readonly why: string;
  readonly taken?: { readonly by: string; readonly reason: string; readonly at: EpochMs };
}

/** Where a proposal stands; each state carries its own data. */
export type ProposalStatus =
  | { readonly kind: "waiting"; readonly secondedBy?: string }
  | { readonly kind: "decided"; readonly decision: Decision }
  | { readonly kind: "executing"; readonly decision: Decision; readonly started: Started }
  | {
      readonly kind: "verifying";
      readonly decision: Decision;
      readonly started: Started;
      readonly finishedAt: EpochMs;
      readonly result: ActionEnd;
    }
  | {
      readonly kind: "undoing";
      readonly decision: Decision;
      readonly outcome: Outcome;
      /** Once the undo itself runs. */
      readonly started?: Started;
    }
  | {
      readonly kind: "ended";
      readonly decision: Decision;
      readonly outcome: Outcome;
      readonly at: EpochMs;
      readonly undone: "no" | "done" | "failed";
      /** Where the undo failed: why, and who has taken the matter over since. */
      readonly undoFailure?: UndoFailure;
    }
  | { readonly kind: "refused"; readonly decision: Decision }
  | { readonly kind: "withdrawn"; readonly reason: Withdrawal; readonly at: EpochMs };

export interface ProposalState {
  readonly proposal: Proposal;
  readonly status: ProposalStatus;
  /** The guard that it waits for, if one holds it back for now. */
  readonly heldBack?: GuardCheck;
}

/** An action that was begun, kept for cool-downs, budgets and flap damping. */
export interface ActionTaken {
  readonly component: string;
  readonly kind: ActionKind;
  readonly at: EpochMs;
  readonly proposal: string;
  readonly failed: boolean;
}

/** Counts behind a confidence, with decay already applied up to `at`. */
export interface LearnedRecord {
  readonly successes: number;
  readonly failures: number;
  readonly at: EpochMs;
}

/** How often actions of a stated confidence healed: ten bins of 0.1 each, and the Brier score's sum. */
export interface CalibrationRecord {
  readonly count: number;
  /** Σ (confidence − outcome)²; divided by `count` it is the Brier score (Brier, 1950). */
  readonly squaredErrors: number;
  readonly bins: readonly { readonly count: number; readonly confidence: number; readonly healed: number }[];
  /** Proposals with a rehearsal, and those whose rehearsal foretold whether the action would help. */
  readonly rehearsed: number;
  readonly rehearsedRight: number;
}

/** A person's verdict on a finding; the detectors learn from it. */
export interface Judgement {
  readonly finding: Finding;
  readonly verdict: FindingVerdict;
  readonly by: string;
  readonly at: EpochMs;
  /** Once the loop has learned from it. */
  readonly taught?: readonly TaughtMetric[];
}

/** Carbon intensity by zone, the work that waits for it, and when it runs. */
export interface GreenState {
  readonly intensities: Readonly<Record<string, IntensityRecord>>;
  /** By zone: when its intensity last came. */
  readonly receivedAt: Readonly<Record<string, EpochMs>>;
  /** By address: the providers that give nothing at present, and why; what they gave before is kept. */
  readonly silentFeeds: Readonly<
    Record<string, { readonly zone: string | null; readonly problem: string; readonly since: EpochMs }>
  >;
  /** Jobs that wait or run, by id. */
  readonly jobs: Readonly<Record<string, DeferrableJob>>;
  /** The most power that they may draw together, watts; null for no limit. */
  readonly capW: number | null;
  readonly plan: { readonly at: EpochMs; readonly plan: DeferralPlan } | null;
  /** The newest jobs that have ended, oldest first. */
  readonly ended: readonly {
    readonly job: DeferrableJob;
    readonly reason: "withdrawn" | "completed" | "missed";
    readonly at: EpochMs;
    readonly runs: readonly JobRun[];
  }[];
  /** When the newest time of each recurring job is released, by that job's id: what comes until then was submitted. */
  readonly recurring: Readonly<Record<string, EpochMs>>;
}

/** All that the console shows: a fold over the journal. Plain JSON, so that it can be sent, stored and hashed. */
export interface ConsoleState {
  /** The newest entry that is in it. */
  readonly seq: number;
  readonly at: EpochMs;
  readonly model: SystemModel | null;
  readonly managed: "twin" | "lab" | "cluster" | null;
  readonly capabilities: { readonly faults: readonly FaultKind[]; readonly actions: readonly ActionKind[] };
  readonly components: Readonly<Record<string, ComponentState>>;
  /** Open findings by id. */
  readonly findings: Readonly<Record<string, Finding>>;
  /** What people said of findings lately, oldest first. */
  readonly judgements: readonly Judgement[];
  /** Open incidents and the newest healed ones, by id. */
  readonly incidents: Readonly<Record<string, Incident>>;
  readonly faults: Readonly<Record<string, FaultState>>;
  /** Open proposals and the newest ended ones, by id. */
  readonly proposals: Readonly<Record<string, ProposalState>>;
  readonly policy: Policy;
  readonly knowledge: Knowledge | null;
  readonly killSwitch: { readonly by: string; readonly reason: string; readonly at: EpochMs } | null;
  readonly paused: { readonly by: string; readonly reason: string; readonly at: EpochMs } | null;
  /** The last hour's actions. */
  readonly actionsTaken: readonly ActionTaken[];
  /** By `findingKind/actionKind/componentKind`. */
  readonly learned: Readonly<Record<string, LearnedRecord>>;
  readonly calibration: CalibrationRecord;
  readonly green: GreenState;
  /** By quantum processor: the changes of its decoder's prior that are in force, oldest first. */
  readonly priors: Readonly<Record<string, readonly PriorChangeRecord[]>>;
}

export const initialState: ConsoleState = {
  seq: 0,
  at: 0,
  model: null,
  managed: null,
  capabilities: { faults: [], actions: [] },
  components: {},
  findings: {},
  judgements: [],
  incidents: {},
  faults: {},
  proposals: {},
  policy: defaultPolicy,
  knowledge: null,
  killSwitch: null,
  paused: null,
  actionsTaken: [],
  learned: {},
  calibration: {
    count: 0,
    squaredErrors: 0,
    bins: Array.from({ length: 10 }, () => ({ count: 0, confidence: 0, healed: 0 })),
    rehearsed: 0,
    rehearsedRight: 0,
  },
  green: {
    intensities: {},
    receivedAt: {},
    silentFeeds: {},
    jobs: {},
    capW: null,
    plan: null,
    ended: [],
    recurring: {},
  },
  priors: {},
};

/** Whether a proposal still waits for, or is in, its course. */
export function isOpen({ status }: ProposalState): boolean {
  return status.kind !== "ended" && status.kind !== "refused" && status.kind !== "withdrawn";
}

/** The action that a proposal is taking at this moment, if any: its own, or its undo. */
export function runningAction({ proposal, status }: ProposalState): Action | undefined {
  if (status.kind === "executing") return proposal.action;
  if (status.kind === "undoing" && status.started !== undefined) return proposal.undo ?? undefined;
  return undefined;
}

/** Whether what a proposal did could not be taken back, and nobody has taken that over yet. */
export function needsTakingOver({ status }: ProposalState): boolean {
  return status.kind === "ended" && status.undone === "failed" && status.undoFailure?.taken === undefined;
}

/** Whether a proposal saves power at this moment: it was done, it worked, and nothing has taken it back. */
export function isSaving({ proposal, status }: ProposalState): boolean {
  if (actionSpecs[proposal.action.kind].savesPower !== true || proposal.incident !== null) return false;
  return status.kind === "ended" && status.undone === "no" && status.outcome.kind === "verified";
}

/** Whether a proposal has borrowed what it has not given back; a failed action moved nothing. */
export function isOwed({ proposal, status }: ProposalState): boolean {
  if (proposal.action.kind !== "borrow-replicas" || status.kind !== "ended") return false;
  return status.undone === "no" && status.outcome.kind !== "failed";
}

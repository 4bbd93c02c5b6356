import type { EpochMs } from "../../kernel/index.ts";
import {
  MemoryBank,
  type MemoryCell,
  type MemoryMatch,
  type Move,
  SignatureRecorder,
  strengthOf,
} from "../../immune/index.ts";
import type { Diagnosis, Entry, EventKind, Finding, Incident } from "../../journal/index.ts";
import type { ActionKind } from "../../system/index.ts";

/** What an incident taught: where it came from, and the action that was verified to help, if one was. */
export interface IncidentLesson {
  readonly root: string;
  readonly repair: { readonly kind: ActionKind; readonly component: string } | null;
}

/** What a finding says beside a metric that went a thousand radii out: that it is, hardly how far. */
const findingStrength = 0.1;

/** The kinds of entry that the memory is made from. */
export const memorableKinds = [
  "FindingOpened",
  "FindingChanged",
  "FindingClosed",
  "FindingJudged",
  "IncidentOpened",
  "IncidentChanged",
  "ProposalMade",
  "OutcomeObserved",
  "IncidentHealed",
] as const satisfies readonly EventKind[];

interface OpenIncident {
  readonly incident: Incident;
  readonly recorder: SignatureRecorder;
  repair: IncidentLesson["repair"];
}

interface Course {
  readonly incident: string;
  readonly repair: NonNullable<IncidentLesson["repair"]>;
}

/**
 * What the immune system remembers of incidents: fed with journal entries in order, it writes down each open incident's
 * signature from its findings, keeps it as a memory cell once it is healed, and says which cells an open incident looks
 * like. The same entries always give the same memory.
 */
export class IncidentMemory {
  readonly #bank = new MemoryBank<IncidentLesson>({
    isSameLesson: (a, b) => a.root === b.root && (a.repair === null || b.repair === null || isSame(a.repair, b.repair)),
  });
  readonly #findings = new Map<string, Finding>();
  readonly #open = new Map<string, OpenIncident>();
  readonly #courses = new Map<string, Course>();

  get cells(): readonly MemoryCell<IncidentLesson>[] {
    return this.#bank.cells;
  }

  /** The cells that an open incident looks like so far, best first. */
  matches(incident: string, now: EpochMs): readonly MemoryMatch<IncidentLesson>[] {
    const open = this.#open.get(incident);
    return open === undefined ? [] : this.#bank.recognise(open.recorder.signature(now));
  }

  observe({ at, event }: Entry): void {
    switch (event.kind) {
      case "FindingOpened":
      case "FindingChanged": {
        const { finding } = event;
        this.#findings.set(finding.id, finding);
        for (const { incident, recorder } of this.#open.values())
          if (belongsTo(finding, incident)) recordFinding(recorder, finding);
        return;
      }
      case "FindingClosed":
        this.#findings.delete(event.finding);
        return;
      case "FindingJudged": {
        const finding = this.#findings.get(event.finding);
        if (finding !== undefined && event.verdict === "confirmed") this.#keepConfirmed(finding, at);
        if (event.verdict === "dismissed") this.#findings.delete(event.finding);
        return;
      }
      case "IncidentOpened":
      case "IncidentChanged":
        this.#follow(event.incident);
        return;
      case "ProposalMade":
        if (event.proposal.incident === null) return;
        this.#courses.set(event.proposal.id, {
          incident: event.proposal.incident,
          repair: { kind: event.proposal.action.kind, component: event.proposal.action.component },
        });
        return;
      case "OutcomeObserved": {
        const course = this.#courses.get(event.outcome.proposal);
        const open = course === undefined ? undefined : this.#open.get(course.incident);
        if (open !== undefined && event.outcome.kind === "verified") open.repair = course!.repair;
        return;
      }
      case "IncidentHealed": {
        const open = this.#open.get(event.incident);
        this.#open.delete(event.incident);
        if (open === undefined || event.mergedInto !== undefined) return;
        const signature = open.recorder.signature();
        if (signature.moves.length > 0)
          this.#bank.remember(signature, { root: open.incident.root, repair: open.repair }, at);
        return;
      }
      default:
        return;
    }
  }

  /** A finding that a person calls real is remembered as it is; what is part of an incident is remembered with that. */
  #keepConfirmed(finding: Finding, at: EpochMs): void {
    if ([...this.#open.values()].some(({ incident }) => belongsTo(finding, incident))) return;
    const recorder = new SignatureRecorder(finding.since);
    recordFinding(recorder, finding);
    this.#bank.remember(recorder.signature(at), { root: finding.component, repair: null }, at);
  }

  #follow(incident: Incident): void {
    const known = this.#open.get(incident.id);
    const recorder = known?.recorder ?? new SignatureRecorder(incident.openedAt);
    this.#open.set(incident.id, { incident, recorder, repair: known?.repair ?? null });
    if (incident.diagnosis !== undefined && incident.diagnosis.at !== known?.incident.diagnosis?.at)
      recordDiagnosis(recorder, incident.diagnosis);
    for (const finding of this.#findings.values()) if (belongsTo(finding, incident)) recordFinding(recorder, finding);
  }
}

function isSame(a: NonNullable<IncidentLesson["repair"]>, b: NonNullable<IncidentLesson["repair"]>): boolean {
  return a.kind === b.kind && a.component === b.component;
}

/** What the detectors see on a component of an incident is part of what it looks like, though it wakes nobody. */
function belongsTo({ id, kind, component }: Finding, { findings, affected }: Incident): boolean {
  return findings.includes(id) || (kind === "anomaly" && affected.includes(component));
}

function recordFinding(recorder: SignatureRecorder, finding: Finding): void {
  for (const move of movesOf(finding)) recorder.record(finding.since, move);
}

/** How far the metrics of what could be the cause went is the finest that is known of an incident. */
function recordDiagnosis(recorder: SignatureRecorder, { at, ranking }: Diagnosis): void {
  for (const { component, metrics } of ranking)
    for (const { metric, deviation } of metrics)
      recorder.record(at, { component, metric, direction: deviation < 0 ? -1 : 1, strength: strengthOf(deviation) });
}

/** What moved, by a finding's evidence; a finding whose evidence names no metric counts as a move of its own kind. */
function movesOf({ component, kind, severity, evidence }: Finding): Omit<Move, "delayMs">[] {
  const strength = severity === "critical" ? findingStrength : 0.6 * findingStrength;
  const moves = evidence.flatMap((one): Omit<Move, "delayMs">[] => {
    const of = one.component;
    switch (one.kind) {
      case "limit":
        return [{ component: of, metric: one.metric, direction: one.value >= one.limit ? 1 : -1, strength }];
      case "anomaly":
        return one.metrics.map(({ metric, value, expected, departure }) => ({
          component: of,
          metric,
          direction: (departure ?? value - expected) >= 0 ? (1 as const) : (-1 as const),
          strength: departure === undefined ? strength * one.level : strengthOf(departure),
        }));
      case "absent":
        return one.metrics.map((metric) => ({ component: of, metric, direction: -1 as const, strength }));
      case "replicas":
        return [{ component: of, metric: "replicasUp", direction: -1, strength }];
      default:
        return [];
    }
  });
  return moves.length > 0 ? moves : [{ component, metric: kind, direction: 1, strength }];
}

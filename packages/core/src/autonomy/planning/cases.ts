import { type DurationMs, type EpochMs, secondMs } from "../../kernel/index.ts";
import { recoveryOrder } from "../../ecosystem/index.ts";
import {
  type ConsoleState,
  type Finding,
  type FindingKind,
  type Incident,
  isAlarm,
  type Knowledge,
} from "../../journal/index.ts";
import { type Component, componentOf } from "../../system/index.ts";
import { suspectOf } from "../diagnosis/suspect.ts";
import { solutionsFor } from "./knowledge.ts";

/** What a plan is made for. */
export interface Case {
  /** What is to be healed; null where nothing is wrong and the finding is an opportunity. */
  readonly incident: Incident | null;
  /** The finding that the plan answers; where its cause lies elsewhere, as it would show there. */
  readonly finding: Finding;
  readonly component: Component;
}

/** So long after what it needs is well again, a dependent that is still unwell has trouble of its own. */
const recoversWithinMs: DurationMs = 20 * secondMs;
/** What a component shows when something that it needs is slow or fails; other findings are its own. */
const symptoms: ReadonlySet<FindingKind> = new Set(["latency-high", "errors-high", "queue-high"]);
/** The finding that a metric would make, had it a limit that it is beyond. */
const findingOf: Readonly<Record<string, FindingKind>> = {
  cpu: "cpu-high",
  memory: "memory-high",
  errorRate: "errors-high",
  latencyMs: "latency-high",
  queueDepth: "queue-high",
};

/**
 * What is to be healed now, the most promising first. While the root is unwell that is the root, or the component that
 * the diagnosis ranks clearly before it. Then come those that were to recover by themselves and have not, in the order
 * of recovery: what others need before them.
 */
export function casesOf(state: ConsoleState, incident: Incident, knowledge: Knowledge, now: EpochMs): Case[] {
  const open = Object.values(state.findings).filter(
    (finding) => incident.findings.includes(finding.id) && isAlarm(finding),
  );
  const ofComponent = (id: string): Case[] => {
    const component = componentOf(state.model, id);
    const finding = gravest(
      open.filter((each) => each.component === id),
      (kind) => component !== undefined && solutionsFor(knowledge, kind, component.kind).length > 0,
    );
    return finding === undefined || component === undefined ? [] : [{ incident, finding, component }];
  };
  const [own] = ofComponent(incident.root);
  if (own !== undefined) return [...causeOf(state, incident, own.finding, knowledge), own];
  if (state.model === null) return [];
  const [first] = recoveryOrder(state.model, new Set(open.map(({ component }) => component)));
  const root = state.components[incident.root];
  if (first === undefined || (root !== undefined && now - root.since < recoversWithinMs)) return [];
  return first.components.flatMap(ofComponent).map((one) => ({
    ...one,
    finding: {
      ...one.finding,
      evidence: [{ kind: "recovery", component: one.component.id, after: incident.root }, ...one.finding.evidence],
    },
  }));
}

/** What an opportunity is planned for. */
export function caseOfOpportunity(state: ConsoleState, finding: Finding): Case | undefined {
  const component = componentOf(state.model, finding.component);
  return component && { incident: null, finding, component };
}

/** The case at the cause, where a root shows what it suffers from something that it needs. */
function causeOf(state: ConsoleState, incident: Incident, finding: Finding, knowledge: Knowledge): Case[] {
  const suspect = symptoms.has(finding.kind) ? suspectOf(state, incident) : undefined;
  const component = suspect && componentOf(state.model, suspect.component);
  if (suspect === undefined || component === undefined) return [];
  const kind = suspect.metrics
    .filter(({ deviation }) => deviation > 0)
    .map(({ metric }) => findingOf[metric])
    .find((each) => each !== undefined && solutionsFor(knowledge, each, component.kind).length > 0);
  if (kind === undefined) return [];
  const { score } = suspect;
  const evidence = { kind: "cause" as const, component: incident.root, cause: component.id, score };
  const seen = { ...finding, kind, component: component.id, evidence: [evidence, ...finding.evidence] };
  return [{ incident, finding: seen, component }];
}

/** The gravest finding that something is known to help against, the oldest of them; else the gravest. */
function gravest(findings: readonly Finding[], isHelped: (kind: FindingKind) => boolean): Finding | undefined {
  const sorted = findings.toSorted((a, b) =>
    a.severity === b.severity ? a.since - b.since : a.severity === "critical" ? -1 : 1,
  );
  return sorted.find(({ kind }) => isHelped(kind)) ?? sorted[0];
}

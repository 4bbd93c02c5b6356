import type { DurationMs, EpochMs } from "../../kernel/index.ts";
import { canonicalJson } from "../../kernel/index.ts";
import type { ConsoleState, Evidence, Finding, FindingKind, JournalEvent, Severity } from "../../journal/index.ts";

/** A condition that a watch sees at this moment; it becomes a finding once it has held long enough. */
export interface Condition {
  readonly kind: FindingKind;
  readonly component: string;
  readonly severity: Severity;
  readonly evidence: readonly Evidence[];
  /** How long it must hold before it is a finding. */
  readonly holdMs: DurationMs;
}

interface Pending {
  readonly firstSeenAt: EpochMs;
}

/** How long a condition must be gone before its finding is closed: what flutters is one finding, not many. */
const clearMs: DurationMs = 5_000;

/** Turns conditions, which come and go, into findings, which open, change and close. */
export class FindingTracker {
  readonly #pending = new Map<string, Pending>();
  /** By finding id: since when its condition is gone. */
  readonly #goneSince = new Map<string, EpochMs>();

  /**
   * @param conditions all that hold now
   * @returns what follows for the findings of `state`
   */
  update(state: ConsoleState, conditions: readonly Condition[], now: EpochMs): JournalEvent[] {
    const events: JournalEvent[] = [];
    const open = new Map<string, Finding>();
    for (const finding of Object.values(state.findings)) open.set(keyOf(finding), finding);

    const present = new Set<string>();
    for (const condition of conditions) {
      const key = keyOf(condition);
      if (present.has(key)) continue;
      present.add(key);
      const finding = open.get(key);
      if (finding !== undefined) {
        this.#goneSince.delete(finding.id);
        if (isWorse(condition, finding))
          events.push({ kind: "FindingChanged", finding: { ...finding, ...factsOf(condition, now - finding.since) } });
        continue;
      }
      const { firstSeenAt } = this.#pending.get(key) ?? { firstSeenAt: now };
      this.#pending.set(key, { firstSeenAt });
      if (now - firstSeenAt < condition.holdMs) continue;
      this.#pending.delete(key);
      const id = `${condition.kind}@${condition.component}@${now}`;
      events.push({
        kind: "FindingOpened",
        finding: { id, since: firstSeenAt, ...factsOf(condition, now - firstSeenAt) },
      });
    }

    for (const key of this.#pending.keys()) if (!present.has(key)) this.#pending.delete(key);
    for (const [key, finding] of open) {
      if (present.has(key)) continue;
      const goneSince = this.#goneSince.get(finding.id) ?? now;
      this.#goneSince.set(finding.id, goneSince);
      if (now - goneSince < clearMs) continue;
      this.#goneSince.delete(finding.id);
      events.push({ kind: "FindingClosed", finding: finding.id });
    }
    return events;
  }
}

function keyOf({ kind, component }: { readonly kind: FindingKind; readonly component: string }): string {
  return `${kind}@${component}`;
}

function factsOf(condition: Condition, heldForMs: DurationMs): Omit<Finding, "id" | "since"> {
  const { kind, component, severity } = condition;
  const evidence = condition.evidence.map((each) => (each.kind === "limit" ? { ...each, heldForMs } : each));
  return { kind, component, severity, evidence };
}

/** A finding keeps the evidence it was opened with, until it becomes critical, gains a new kind of it, or more metrics move. */
function isWorse(condition: Condition, finding: Finding): boolean {
  if (condition.severity !== finding.severity) return condition.severity === "critical";
  if (metricsNamed(condition.evidence) > metricsNamed(finding.evidence)) return true;
  const kinds = (evidence: readonly Evidence[]) => canonicalJson(evidence.map(({ kind }) => kind));
  return kinds(condition.evidence) !== kinds(finding.evidence);
}

function metricsNamed(evidence: readonly Evidence[]): number {
  return evidence.reduce((sum, one) => sum + (one.kind === "anomaly" ? one.metrics.length : 0), 0);
}

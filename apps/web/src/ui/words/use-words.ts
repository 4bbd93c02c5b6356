import type { Evidence, GuardCheck } from "@homeostat/core/journal";
import type { CommandResult } from "@homeostat/core/protocol";
import { type Action, actionSpecs, componentOf, displayName, type SystemModel } from "@homeostat/core/system";
import { useMemo } from "react";
import { type Format, terms, type TextOf, useFormat, useText } from "../../i18n/index.ts";
import { useSystem } from "../../live/index.ts";
import { wordsText } from "./text.ts";

/** Says in the reader's language what the journal holds as data. */
export interface Words {
  /** What a component is called. */
  component(id: string): string;
  metric(name: string): string;
  /** One imperative sentence. */
  action(action: Action): string;
  evidence(evidence: Evidence): string;
  /** A guard by its name, and why it holds where it says so. */
  guard(check: GuardCheck): string;
  /** Why service needs what something else would use. */
  serviceNeed(detail: NonNullable<GuardCheck["detail"]>): string;
  /** Why a command was not carried out; empty for one that was. */
  refusal(result: CommandResult): string;
}

export function useWords(): Words {
  const model = useSystem((s) => s.model);
  const text = useText(wordsText);
  const names = useText(terms);
  const format = useFormat();
  return useMemo(() => wordsOf(model, text, names, format), [model, text, names, format]);
}

function wordsOf(
  model: SystemModel | null,
  text: TextOf<typeof wordsText>,
  { metric: metrics, guard: guards }: TextOf<typeof terms>,
  format: Format,
): Words {
  const component = (id: string) => {
    const found = componentOf(model, id);
    return found === undefined ? id : displayName(found);
  };
  const metric = (name: string) => (metrics as Readonly<Record<string, string>>)[name] ?? name;
  const serviceNeed = (detail: NonNullable<GuardCheck["detail"]>): string => {
    const name = component(String(detail["component"] ?? ""));
    const [use, limit] = [Number(detail["use"]), Number(detail["limit"])];
    switch (detail["because"]) {
      case "incident":
      case "alarm":
      case "forecast":
        return text.headroom[detail["because"]](name);
      case "use":
        return text.headroom.use(name, format.percent(use), format.percent(limit));
      case "latency":
        return text.headroom.latency(
          name,
          format.metric("latencyMs", Number(detail["latencyMs"])),
          format.metric("latencyMs", limit),
        );
      case "errors":
        return text.headroom.errors(name, format.percent(Number(detail["errorRate"])), format.percent(limit));
      default:
        return "";
    }
  };
  return {
    component,
    metric,
    action: ({ kind, component: id, amount, to }) =>
      text.action[kind](
        component(id),
        amount ?? actionSpecs[kind].amount?.default ?? 1,
        to === undefined ? "" : component(to),
      ),
    evidence: (evidence) => {
      const name = component(evidence.component);
      switch (evidence.kind) {
        case "limit": {
          const { metric: of, value, limit, heldForMs } = evidence;
          return text.evidence.limit(
            metric(of),
            name,
            format.metric(of, value),
            format.metric(of, limit),
            format.duration(heldForMs),
          );
        }
        case "ancilla":
          return text.evidence.ancilla(
            name,
            format.integer(evidence.qubit),
            format.percent(evidence.seen),
            format.percent(evidence.expected),
            format.integer(evidence.rounds),
          );
        case "drift": {
          const { suspects, gain, shots } = evidence;
          const named = suspects
            .slice(0, 2)
            .map(({ role, qubit, before, now }) =>
              text.evidence.suspect(role, format.integer(qubit), format.percent(before), format.percent(now)),
            );
          return text.evidence.drift(
            name,
            named.length === 0 ? text.evidence.everywhere : ` (${format.list(named)})`,
            format.integer(shots),
            format.integer(gain.mistakesBefore),
            format.integer(gain.mistakesAfter),
            format.integer(gain.shots),
          );
        }
        case "prior-review":
          return text.evidence.review(
            name,
            format.integer(evidence.shots),
            format.integer(evidence.mistakes),
            format.integer(evidence.mistakesBefore),
          );
        case "logical-errors": {
          const { rate, interval, limit, mistakes, shots } = evidence;
          return text.evidence.logicalErrors(
            name,
            format.percent(rate),
            format.percent(interval[0]),
            format.percent(interval[1]),
            format.percent(limit),
            format.integer(mistakes),
            format.integer(shots),
          );
        }
        case "silence":
          return text.evidence.silence(name, format.time(evidence.lastSeenAt));
        case "replicas":
          return text.evidence.replicas(name, format.integer(evidence.up), format.integer(evidence.of));
        case "absent":
          return text.evidence.absent(name, format.list(evidence.metrics.map(metric)));
        case "anomaly": {
          const moved = evidence.metrics
            .slice(0, 2)
            .map((one) =>
              text.evidence.moved(
                metric(one.metric),
                format.metric(one.metric, one.value),
                format.metric(one.metric, one.expected),
              ),
            );
          return text.evidence.anomaly(name, format.number(evidence.level), format.list(moved));
        }
        case "forecast": {
          const { metric: of, limit, breachAt } = evidence;
          return text.evidence.forecast(metric(of), name, format.metric(of, limit), format.time(breachAt));
        }
        case "cause":
          return text.evidence.cause(name, component(evidence.cause), format.number(evidence.score));
        case "recovery":
          return text.evidence.recovery(name, component(evidence.after));
        case "memory":
          return text.evidence.memory(name, format.percent(evidence.similarity));
        case "trust":
          return text.evidence.trust(name, evidence.problem);
        case "surplus": {
          const { replicas, meanUse, highUse, powerW, idleW, overMs } = evidence;
          return text.evidence.surplus(
            name,
            format.integer(replicas),
            format.percent(meanUse),
            format.percent(highUse),
            format.metric("powerW", powerW),
            format.metric("powerW", idleW),
            format.duration(overMs),
          );
        }
      }
    },
    guard: ({ guard, detail = {} }) => {
      const reason = serviceNeed(detail);
      return reason === "" ? guards[guard] : `${guards[guard]} (${reason})`;
    },
    serviceNeed,
    refusal: (result) => (result.ok ? "" : `${text.refusal[result.refusal]} (${result.message})`),
  };
}

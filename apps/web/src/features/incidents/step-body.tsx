import type { Outcome, Proposal } from "@homeostat/core/journal";
import { terms, useFormat, useText } from "../../i18n/index.ts";
import { ComponentLink, DiagnosisFacts, proposalText, useWords } from "../../ui/index.ts";
import { AskWhatIf } from "./fork/ask-what-if.tsx";
import type { ChainStep } from "./chain.ts";
import { incidentsText } from "./text.ts";

/** What a step says, in words and figures. */
export function StepBody({ step }: { readonly step: ChainStep }) {
  const text = useText(incidentsText);
  const names = useText(terms);
  const words = useWords();
  const format = useFormat();
  switch (step.kind) {
    case "fault":
      return <p>{text.faultBy(names.fault[step.fault.kind], words.component(step.fault.component), step.by)}</p>;
    case "finding": {
      const { finding, closedAt } = step;
      return (
        <>
          <p>
            {text.foundOn(names.finding[finding.kind], names.severity[finding.severity])}{" "}
            <ComponentLink id={finding.component} />
            {closedAt !== undefined && (
              <span className="text-ink-soft"> · {text.closed(format.duration(closedAt - finding.since))}</span>
            )}
          </p>
          <ul className="text-ink-soft">
            {finding.evidence.map((one) => (
              <li key={JSON.stringify(one)}>{words.evidence(one)}</li>
            ))}
          </ul>
        </>
      );
    }
    case "diagnosis":
      return step.incident.diagnosis === undefined ? (
        <Symptoms root={step.incident.root} affected={step.incident.affected} />
      ) : (
        <DiagnosisFacts diagnosis={step.incident.diagnosis} />
      );
    case "options":
      return <Options proposal={step.proposal} />;
    case "guards":
      return <Guards proposal={step.proposal} />;
    case "decision": {
      const { verdict, by, reason } = step.decision;
      return (
        <>
          <p className="font-semibold">{text.decidedBy(names.verdict[verdict], by)}</p>
          {reason !== undefined && reason !== "" && <q className="italic">{reason}</q>}
          <AskWhatIf decisionSeq={step.seq} verdict={verdict} />
        </>
      );
    }
    case "withdrawn":
      return <p>{text.withdrawn(names.withdrawal[step.reason])}</p>;
    case "action": {
      const sentence = step.isUndo ? text.undoing(words.action(step.action)) : text.started(words.action(step.action));
      return (
        <p>
          {sentence}
          {step.result !== undefined && <span className="font-semibold"> · {text.finished[step.result]}</span>}
        </p>
      );
    }
    case "outcome":
      return <OutcomeFigures outcome={step.outcome} />;
    case "undo-requested":
      return <p>{text.undoAskedBy(step.by)}</p>;
    case "undo-failed":
      return <p className="font-semibold text-failing">{text.undoFailed(step.detail)}</p>;
    case "undo-taken-over":
      return (
        <p>
          {text.takenOverBy(step.by)} <q className="italic">{step.reason}</q>
        </p>
      );
    case "healed":
      return <p>{step.mergedInto === undefined ? text.allWell(format.duration(step.afterMs)) : text.merged}</p>;
  }
}

function Symptoms({ root, affected }: { readonly root: string; readonly affected: readonly string[] }) {
  const text = useText(incidentsText);
  const symptoms = affected.filter((id) => id !== root);
  return (
    <>
      <p>
        {text.root} <ComponentLink id={root} />
      </p>
      {symptoms.length === 0 ? (
        <p className="text-ink-soft">{text.noSymptoms}</p>
      ) : (
        <p className="text-ink-soft">
          {text.symptoms}{" "}
          {symptoms.map((id, index) => (
            <span key={id}>
              {index > 0 && ", "}
              <ComponentLink id={id} />
            </span>
          ))}
        </p>
      )}
    </>
  );
}

function Options({ proposal }: { readonly proposal: Proposal }) {
  const text = useText(incidentsText);
  const reasons = useText(proposalText).notBecause;
  const guards = useText(terms).guard;
  const words = useWords();
  const format = useFormat();
  const { rehearsal } = proposal;
  return (
    <>
      <p>
        <strong className="font-semibold">{words.action(proposal.action)}</strong>{" "}
        <span className="rounded-full bg-accent-tint px-1.5 text-xs font-semibold text-accent">{text.chosen}</span>{" "}
        <span className="text-ink-soft">
          {text.score(
            format.percent(proposal.confidence),
            format.number(proposal.successes),
            format.number(proposal.failures),
          )}
        </span>
      </p>
      {rehearsal !== undefined && (
        <p className="text-ink-soft">
          {text.rehearsedBetter(
            format.percent(rehearsal.betterShare),
            format.percent(rehearsal.withAction.served),
            format.percent(rehearsal.without.served),
          )}
        </p>
      )}
      {proposal.alternatives.map(({ action, confidence, score, whyNot, guard }) => (
        <details key={JSON.stringify(action)}>
          <summary className="min-h-6 text-accent">{text.whyNot(words.action(action))}</summary>
          <p className="pl-4">
            {reasons[whyNot]}
            {guard !== undefined && `: ${guards[guard.guard]}`};{" "}
            {text.otherScore(format.percent(confidence), format.number(score))}
          </p>
        </details>
      ))}
    </>
  );
}

function Guards({ proposal }: { readonly proposal: Proposal }) {
  const text = useText(incidentsText);
  const names = useText(terms).guard;
  const held = proposal.guards.filter(({ holds }) => holds);
  return (
    <details>
      <summary className="min-h-6">
        {held.length === 0
          ? text.guardsClear(proposal.guards.length)
          : text.guardHolds(held.map(({ guard }) => names[guard]).join(", "))}
      </summary>
      <ul className="pl-4 text-xs text-ink-soft">
        {proposal.guards.map(({ guard, holds, detail }) => (
          <li key={guard}>
            {holds ? "✕" : "✓"} {names[guard]}
            {detail !== undefined &&
              ` (${Object.entries(detail)
                .map(([key, value]) => `${key} ${value}`)
                .join(", ")})`}
          </li>
        ))}
      </ul>
    </details>
  );
}

const mostMetrics = 6;

function OutcomeFigures({ outcome }: { readonly outcome: Outcome }) {
  const text = useText(incidentsText);
  const words = useWords();
  const format = useFormat();
  const metrics = Object.keys(outcome.after)
    .filter((name) => outcome.before[name] !== undefined)
    .slice(0, mostMetrics);
  return (
    <>
      <p className="font-semibold">{text.outcomes[outcome.kind]}</p>
      {metrics.length > 0 && (
        <table className="text-xs">
          <thead>
            <tr className="text-ink-soft">
              <td />
              <th scope="col" className="px-3 text-right font-normal">
                {text.before}
              </th>
              <th scope="col" className="px-3 text-right font-normal">
                {text.after}
              </th>
            </tr>
          </thead>
          <tbody>
            {metrics.map((name) => (
              <tr key={name}>
                <th scope="row" className="text-left font-normal">
                  {words.metric(name)}
                </th>
                <td className="px-3 text-right">{format.metric(name, outcome.before[name] ?? 0)}</td>
                <td className="px-3 text-right font-semibold">{format.metric(name, outcome.after[name] ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

import type { JournalEvent } from "@homeostat/core/journal";
import { terms, useFormat, useText } from "../../i18n/index.ts";
import { useWords } from "../../ui/index.ts";
import { auditText } from "./text.ts";

/** A sentence for every kind of event. */
export function useEntryWords(): (event: JournalEvent) => string {
  const text = useText(auditText).kinds;
  const names = useText(terms);
  const words = useWords();
  const format = useFormat();
  return (event) => {
    switch (event.kind) {
      case "SystemDescribed":
        return text.SystemDescribed(event.model.name, format.integer(event.model.components.length));
      case "TelemetryRecorded":
        return text.TelemetryRecorded();
      case "HealthChanged":
        return format.list(
          Object.entries(event.healths).map(([id, health]) =>
            text.HealthChanged(words.component(id), names.health[health]),
          ),
        );
      case "FindingOpened":
      case "FindingChanged":
        return text[event.kind](names.finding[event.finding.kind], words.component(event.finding.component));
      case "FindingClosed":
        return text.FindingClosed(event.finding);
      case "FindingJudged":
        return text.FindingJudged(event.finding, names.findingVerdict[event.verdict]);
      case "IncidentOpened":
        return text.IncidentOpened(words.component(event.incident.root));
      case "IncidentChanged":
        return text.IncidentChanged(
          words.component(event.incident.root),
          format.integer(event.incident.affected.length),
        );
      case "IncidentHealed":
        return text.IncidentHealed(event.incident);
      case "FaultInjected": {
        const { fault } = event.handle;
        return text.FaultInjected(names.fault[fault.kind], words.component(fault.component));
      }
      case "FaultCleared":
        return text.FaultCleared(event.fault);
      case "ProposalMade":
        return text.ProposalMade(words.action(event.proposal.action), names.mode[event.proposal.mode]);
      case "ProposalExtended":
        return text.ProposalExtended(event.proposal, format.time(event.expiresAt));
      case "ProposalSeconded":
        return text.ProposalSeconded(event.proposal);
      case "ProposalWithdrawn":
        return text.ProposalWithdrawn(event.proposal, names.withdrawal[event.reason]);
      case "ProposalDecided": {
        const { proposal, verdict, reason = "" } = event.decision;
        return text.ProposalDecided(proposal, names.verdict[verdict], reason);
      }
      case "ActionStarted":
        return text.ActionStarted(words.action(event.action));
      case "ActionFinished":
        return text.ActionFinished(
          event.proposal,
          event.detail === undefined ? event.result : `${event.result}, ${event.detail}`,
        );
      case "OutcomeObserved":
        return text.OutcomeObserved(event.outcome.proposal, names.outcome[event.outcome.kind]);
      case "UndoFailed":
        return text.UndoFailed(event.proposal, event.detail);
      case "UndoRequested":
        return text.UndoRequested(event.proposal);
      case "PolicyChanged":
        return text.PolicyChanged();
      case "KillSwitchThrown":
      case "KillSwitchReset":
      case "LoopPaused":
        return text[event.kind](event.reason);
      case "LoopResumed":
        return text.LoopResumed();
      case "IntensityReceived":
        return text.IntensityReceived(event.intensity.zone, event.intensity.source);
      case "IntensityForgotten":
        return text.IntensityForgotten(event.zone);
      case "IntensityFeedChanged":
        return event.problem === null ? text.feedGivesAgain(event.feed) : text.feedIsSilent(event.problem);
      case "JobSubmitted":
      case "JobChanged":
        return text[event.kind](event.job.name);
      case "JobEnded":
        return text.JobEnded(event.job, text.jobEnds[event.reason]);
      case "PowerCapChanged":
        return text.PowerCapChanged(event.capW === null ? "∞" : format.metric("powerW", event.capW));
      case "SchedulePlanned":
        return event.plan.kind === "planned"
          ? text.SchedulePlanned(format.integer(event.plan.costG), format.percent(event.plan.gap))
          : text.ScheduleImpossible(event.plan.reason);
      case "KnowledgeLoaded":
        return text.KnowledgeLoaded(format.integer(event.knowledge.solutions.length));
    }
  };
}

/** The person behind an event; undefined for what the loop or the system did. */
export function personBehind(event: JournalEvent): string | undefined {
  const by = event.kind === "ProposalDecided" ? event.decision.by : "by" in event ? event.by : undefined;
  return by === "autopilot" ? undefined : by;
}

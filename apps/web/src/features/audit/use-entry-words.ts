import type { Entry, JournalEvent } from "@homeostat/core/journal";
import { useMemo } from "react";
import { type Format, terms, type TextOf, useFormat, useText } from "../../i18n/index.ts";
import { useWords, type Words } from "../../ui/index.ts";
import { auditText } from "./text.ts";

/** A sentence for every kind of event; what it goes back to is named where it is among `entries`, else by its id. */
export function useEntryWords(entries: readonly Entry[]): (event: JournalEvent) => string {
  const text = useText(auditText).kinds;
  const names = useText(terms);
  const words = useWords();
  const format = useFormat();
  return useMemo(
    () => entryWords(beginningsOf(entries), text, names, words, format),
    [entries, text, names, words, format],
  );
}

function entryWords(
  beginnings: ReadonlyMap<string, JournalEvent>,
  text: TextOf<typeof auditText>["kinds"],
  names: TextOf<typeof terms>,
  words: Words,
  format: Format,
): (event: JournalEvent) => string {
  const named = (id: string): string => {
    const event = beginnings.get(id);
    switch (event?.kind) {
      case "FindingOpened":
        return text.on(names.finding[event.finding.kind], words.component(event.finding.component));
      case "FaultInjected":
        return text.on(names.fault[event.handle.fault.kind], words.component(event.handle.fault.component));
      case "ProposalMade":
        return words.action(event.proposal.action);
      case "IncidentOpened":
        return words.component(event.incident.root);
      case "JobSubmitted":
        return event.job.name;
      default:
        return id;
    }
  };
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
        return text.FindingClosed(named(event.finding));
      case "FindingJudged":
        return text.FindingJudged(named(event.finding), names.findingVerdict[event.verdict]);
      case "DetectorsTaught":
        return text.DetectorsTaught(
          named(event.finding),
          format.list(event.taught.map(({ metric }) => words.metric(metric))),
        );
      case "IncidentOpened":
        return text.IncidentOpened(words.component(event.incident.root));
      case "IncidentChanged":
        return text.IncidentChanged(
          words.component(event.incident.root),
          format.integer(event.incident.affected.length),
        );
      case "IncidentHealed":
        return text.IncidentHealed(named(event.incident));
      case "FaultInjected": {
        const { fault } = event.handle;
        return text.FaultInjected(names.fault[fault.kind], words.component(fault.component));
      }
      case "FaultCleared":
        return text.FaultCleared(named(event.fault));
      case "ProposalMade":
        return text.ProposalMade(words.action(event.proposal.action), names.mode[event.proposal.mode]);
      case "ProposalExtended":
        return text.ProposalExtended(named(event.proposal), format.time(event.expiresAt));
      case "ProposalSeconded":
        return text.ProposalSeconded(named(event.proposal));
      case "ProposalWithdrawn":
        return text.ProposalWithdrawn(named(event.proposal), names.withdrawal[event.reason]);
      case "ProposalDecided": {
        const { proposal, verdict, reason = "" } = event.decision;
        return text.ProposalDecided(named(proposal), names.verdict[verdict], reason);
      }
      case "ActionStarted":
        return text.ActionStarted(words.action(event.action));
      case "ActionFinished":
        return text.ActionFinished(
          named(event.proposal),
          event.detail === undefined ? event.result : `${event.result}, ${event.detail}`,
        );
      case "OutcomeObserved":
        return text.OutcomeObserved(named(event.outcome.proposal), names.outcome[event.outcome.kind]);
      case "UndoFailed":
        return text.UndoFailed(named(event.proposal), event.detail);
      case "UndoTakenOver":
        return text.UndoTakenOver(named(event.proposal), event.reason);
      case "UndoRequested":
        return text.UndoRequested(
          named(event.proposal),
          event.reason === undefined ? "" : text.undoReason[event.reason],
        );
      case "ProposalHeldBack":
        return event.guard === null
          ? text.ProposalLetGo(named(event.proposal))
          : text.ProposalHeldBack(named(event.proposal), words.guard(event.guard));
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
        return text.JobEnded(named(event.job), text.jobEnds[event.reason]);
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

/** Where each finding, fault, proposal, incident and job began, by its id. */
function beginningsOf(entries: readonly Entry[]): ReadonlyMap<string, JournalEvent> {
  const beginnings = new Map<string, JournalEvent>();
  for (const { event } of entries) {
    const id = idOfBeginning(event);
    if (id !== undefined) beginnings.set(id, event);
  }
  return beginnings;
}

function idOfBeginning(event: JournalEvent): string | undefined {
  switch (event.kind) {
    case "FindingOpened":
      return event.finding.id;
    case "FaultInjected":
      return event.handle.id;
    case "ProposalMade":
      return event.proposal.id;
    case "IncidentOpened":
      return event.incident.id;
    case "JobSubmitted":
      return event.job.id;
    default:
      return undefined;
  }
}

/** Parts of Homeostat, and machines that speak to it, by the name under which they are on record. */
const machines = ["autopilot", "scheduler", "machine"] as const;

/** Who is behind an event: a person by name, or which machine. */
export function actorOf(
  event: JournalEvent,
): { readonly person: string } | { readonly machine: (typeof machines)[number] } {
  const by = event.kind === "ProposalDecided" ? event.decision.by : "by" in event ? event.by : "autopilot";
  const machine = machines.find((name) => name === by);
  return machine === undefined ? { person: by } : { machine };
}

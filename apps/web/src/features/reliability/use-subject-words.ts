import type { EventSubject, GateSubject } from "@homeostat/core/reliability";
import { useText } from "../../i18n/index.ts";
import { useWords } from "../../ui/index.ts";
import { reliabilityText } from "./text.ts";

/** Says what an event or a gate of a system's fault tree is about. */
export function useSubjectWords(): {
  readonly event: (subject: EventSubject) => string;
  /** The same, without saying which replica: all replicas of a component are alike. */
  readonly kindOfEvent: (subject: EventSubject) => string;
  readonly gate: (subject: GateSubject) => string;
} {
  const text = useText(reliabilityText).tree;
  const words = useWords();
  const component = (id: string) => words.component(id);
  const event = (subject: EventSubject): string => {
    switch (subject.kind) {
      case "replica":
        return subject.isOnly
          ? text.fails(component(subject.component))
          : text.replica(component(subject.component), subject.replica);
      case "replicas":
        return text.replicas(component(subject.component));
      case "zone":
        return text.zone(subject.zone);
      case "need":
        return text.need(component(subject.from), component(subject.to));
    }
  };
  return {
    event,
    kindOfEvent: (subject) =>
      subject.kind === "replica" && !subject.isOnly ? text.anyReplica(component(subject.component)) : event(subject),
    gate: (subject) => {
      switch (subject.kind) {
        case "system":
          return text.whole;
        case "down":
          return text.down(component(subject.component));
        case "too-few":
          return text.tooFew(component(subject.component), subject.required, subject.replicas);
        case "misses":
          return text.misses(component(subject.from), component(subject.to));
      }
    },
  };
}

/** The components that an event is about; those of a zone are the zone's. */
export function componentsOf(subject: EventSubject, inZone: (zone: string) => readonly string[]): readonly string[] {
  switch (subject.kind) {
    case "replica":
    case "replicas":
      return [subject.component];
    case "zone":
      return inZone(subject.zone);
    case "need":
      return [subject.from, subject.to];
  }
}

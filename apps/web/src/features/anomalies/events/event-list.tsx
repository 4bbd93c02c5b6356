import type { Finding, FindingVerdict, Judgement } from "@homeostat/core/journal";
import { useState } from "react";
import { terms, useText } from "../../../i18n/index.ts";
import { newCommandId, sendCommand, useCanCommand, useSystem, useSystemParts } from "../../../live/index.ts";
import { Button, ComponentLink, EmptyState, MomentLink, Panel, useWords } from "../../../ui/index.ts";
import { anomaliesText } from "../text.ts";
import { Taught } from "./taught.tsx";

const mostJudged = 8;

/** What is unlike itself at this moment, for people to confirm or dismiss; then what they said before. */
export function EventList() {
  const text = useText(anomaliesText).events;
  const events = useSystemParts((s) =>
    Object.values(s.findings)
      .filter(({ kind }) => kind === "anomaly" || kind === "breach-ahead")
      .toSorted((a, b) => b.since - a.since),
  );
  const judgements = useSystem((s) => s.judgements);
  return (
    <>
      <Panel title={text.title} count={events.length} testId="anomaly-events">
        {events.length === 0 ? (
          <EmptyState title={text.none}>{text.noneNext}</EmptyState>
        ) : (
          <>
            <p className="px-3 text-xs text-ink-soft">{text.help}</p>
            <ul className="divide-y divide-line">
              {events.map((event) => (
                <EventRow key={event.id} event={event} />
              ))}
            </ul>
          </>
        )}
      </Panel>
      <Panel title={text.judged} testId="judgements">
        {judgements.length === 0 ? (
          <EmptyState title={text.nobody}>{text.teaches}</EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {judgements
              .slice(-mostJudged)
              .toReversed()
              .map((judgement) => (
                <JudgementRow key={`${judgement.finding.id}/${judgement.at}`} judgement={judgement} />
              ))}
          </ul>
        )}
      </Panel>
    </>
  );
}

const verdictKeys: Readonly<Record<string, FindingVerdict>> = { c: "confirmed", d: "dismissed" };

function EventRow({ event }: { readonly event: Finding }) {
  const text = useText(anomaliesText).events;
  const { finding: names } = useText(terms);
  const words = useWords();
  const canCommand = useCanCommand();
  const [refusal, setRefusal] = useState("");
  const answered = useSystem((s) => s.judgements.some(({ finding }) => finding.id === event.id));
  const isAnswerable = event.kind === "anomaly" && canCommand && !answered;
  const judge = async (verdict: FindingVerdict) => {
    const result = await sendCommand({ kind: "judgeFinding", id: newCommandId(), finding: event.id, verdict });
    setRefusal(result.ok ? "" : words.refusal(result));
  };
  return (
    <li data-testid="anomaly-event" data-component={event.component} className="space-y-1 px-3 py-2">
      <p>
        <strong className="font-semibold text-degraded">{names[event.kind]}</strong>{" "}
        <ComponentLink id={event.component} /> <MomentLink at={event.since} />
      </p>
      {event.evidence.slice(0, 2).map((evidence) => (
        <p key={JSON.stringify(evidence)}>{words.evidence(evidence)}</p>
      ))}
      {event.kind === "anomaly" && (
        <div
          role="toolbar"
          tabIndex={-1}
          aria-label={text.answer}
          className="flex gap-2"
          onKeyDown={(key) => {
            const verdict = key.ctrlKey || key.metaKey || key.altKey ? undefined : verdictKeys[key.key.toLowerCase()];
            if (verdict === undefined || !isAnswerable) return;
            key.preventDefault();
            key.stopPropagation();
            void judge(verdict);
          }}
        >
          <Button disabled={!isAnswerable} onClick={() => void judge("confirmed")} testId="confirm-event">
            {text.confirm}
            <Key name="C" />
          </Button>
          <Button disabled={!isAnswerable} onClick={() => void judge("dismissed")} testId="dismiss-event">
            {text.dismiss}
            <Key name="D" />
          </Button>
        </div>
      )}
      {refusal !== "" && (
        <p role="alert" className="text-failing">
          {refusal}
        </p>
      )}
    </li>
  );
}

function Key({ name }: { readonly name: string }) {
  return (
    <kbd aria-hidden="true" className="rounded-sm border border-current px-1 font-mono text-2xs leading-tight">
      {name}
    </kbd>
  );
}

function JudgementRow({ judgement }: { readonly judgement: Judgement }) {
  const text = useText(anomaliesText).events;
  const { finding, verdict, by, at } = judgement;
  return (
    <li data-testid="judgement" data-verdict={verdict} className="px-3 py-2">
      <p>
        <ComponentLink id={finding.component} /> <MomentLink at={at} />
      </p>
      <p className="text-ink-soft">{verdict === "confirmed" ? text.confirmed(by) : text.dismissed(by)}</p>
      <Taught judgement={judgement} />
    </li>
  );
}

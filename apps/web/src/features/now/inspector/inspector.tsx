import type { Severity } from "@homeostat/core/journal";
import { type Component, displayName } from "@homeostat/core/system";
import { X, Zap } from "lucide-react";
import { terms, useFormat, useText } from "../../../i18n/index.ts";
import {
  newCommandId,
  select,
  sendCommand,
  useCanCommand,
  useNow,
  useSystem,
  useSystemParts,
} from "../../../live/index.ts";
import { announce, Button, ComponentLink, KindIcon, MomentLink, StatusMark, useWords } from "../../../ui/index.ts";
import { MetricCharts } from "./metric-charts.tsx";
import { inspectorText } from "./text.ts";

/** All about the selected component: how it is, whom it needs and who needs it, what is found wrong, and its metrics. */
export function Inspector({ component }: { readonly component: Component }) {
  const text = useText(inspectorText);
  return (
    <section
      aria-label={text.label(displayName(component))}
      data-testid="inspector"
      className="flex shrink-0 flex-col border-t-2 border-accent bg-surface max-wide:border-y-2"
    >
      <Head component={component} />
      <div className="flex gap-3 overflow-auto px-3 pb-2 max-wide:flex-col wide:h-56">
        <div className="w-64 shrink-0 space-y-2 overflow-auto max-wide:w-full">
          <Findings component={component} />
          <Neighbours component={component} />
        </div>
        <MetricCharts component={component} />
      </div>
    </section>
  );
}

function Head({ component }: { readonly component: Component }) {
  const text = useText(inspectorText);
  const kinds = useText(terms).componentKind;
  const format = useFormat();
  const health = useSystem((s) => s.components[component.id]?.health ?? "unknown");
  const since = useSystem((s) => s.components[component.id]?.since ?? 0);
  const now = useNow();
  const facts = [
    kinds[component.kind],
    component.group,
    component.zone === undefined ? undefined : text.zone(component.zone),
    text.replicas(component.replicas, component.requiredReplicas),
    component.isProtected ? text.protected : undefined,
    component.isCritical ? text.critical : undefined,
  ].filter((fact) => fact !== undefined);
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <h2 className="flex items-center gap-2 font-serif text-lg font-semibold">
        <KindIcon kind={component.kind} className="size-4.5 text-ink-soft" />
        {displayName(component)}
      </h2>
      <StatusMark health={health} />
      {since > 0 && <span className="text-ink-soft">{text.since(format.duration(wholeSeconds(now - since)))}</span>}
      <span className="text-xs text-ink-soft">{facts.join(" · ")}</span>
      <span className="ml-auto flex gap-2">
        <Button tone="danger" onClick={() => announce("break")} testId="break">
          <Zap className="size-4" aria-hidden="true" />
          {text.breakIt}
          <kbd aria-hidden="true" className="rounded-sm border border-current px-1 font-mono text-2xs leading-tight">
            F
          </kbd>
        </Button>
        <Button icon={X} label={text.close} onClick={() => select(null)} />
      </span>
    </header>
  );
}

function wholeSeconds(ms: number): number {
  return Math.max(1_000, Math.floor(ms / 1_000) * 1_000);
}

const severityTone: Record<Severity, string> = {
  opportunity: "text-ink",
  warning: "text-degraded",
  critical: "text-failing",
};

function Findings({ component }: { readonly component: Component }) {
  const text = useText(inspectorText);
  const { finding: names, severity } = useText(terms);
  const words = useWords();
  const findings = useSystemParts((s) => Object.values(s.findings).filter((one) => one.component === component.id));
  return (
    <div>
      <h3 className="eyebrow">{text.findings}</h3>
      {findings.length === 0 ? (
        <p className="text-ink-soft">{text.noFindings}</p>
      ) : (
        <ul className="space-y-1">
          {findings.map((one) => (
            <li key={one.id} className={severityTone[one.severity]}>
              <strong className="font-semibold">
                {names[one.kind]}, {severity[one.severity]}
              </strong>{" "}
              <MomentLink at={one.since} />
              {one.severity !== "opportunity" && <Judge finding={one.id} />}
              {one.evidence.slice(0, 2).map((evidence) => (
                <p key={JSON.stringify(evidence)} className="text-ink">
                  {words.evidence(evidence)}
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What a person says of a finding; the detectors learn from it. */
function Judge({ finding }: { readonly finding: string }) {
  const verdicts = useText(terms).findingVerdict;
  const canCommand = useCanCommand();
  const judged = useSystem((s) => s.judgements.findLast((one) => one.finding.id === finding)?.verdict);
  return (
    <span className="ml-1 inline-flex gap-1">
      {(["confirmed", "dismissed"] as const).map((verdict) => (
        <Button
          key={verdict}
          disabled={!canCommand}
          pressed={judged === verdict}
          onClick={() => void sendCommand({ kind: "judgeFinding", id: newCommandId(), finding, verdict })}
        >
          {verdicts[verdict]}
        </Button>
      ))}
    </span>
  );
}

function Neighbours({ component }: { readonly component: Component }) {
  const text = useText(inspectorText);
  const dependencies = useSystem((s) => s.model?.dependencies);
  const needs = dependencies?.filter(({ from }) => from === component.id) ?? [];
  const neededBy = dependencies?.filter(({ to }) => to === component.id) ?? [];
  return (
    <>
      <NeighbourList title={text.needs} none={text.nothing} items={needs.map(({ to, kind }) => ({ id: to, kind }))} />
      <NeighbourList
        title={text.neededBy}
        none={text.nobody}
        items={neededBy.map(({ from, kind }) => ({ id: from, kind }))}
      />
    </>
  );
}

interface NeighbourListProps {
  readonly title: string;
  readonly none: string;
  readonly items: readonly { readonly id: string; readonly kind: "hard" | "soft" | "async" }[];
}

function NeighbourList({ title, none, items }: NeighbourListProps) {
  const kinds = useText(terms).dependencyKind;
  return (
    <div>
      <h3 className="eyebrow">{title}</h3>
      {items.length === 0 ? (
        <p className="text-ink-soft">{none}</p>
      ) : (
        <ul>
          {items.map(({ id, kind }) => (
            <li key={id} className="flex items-center gap-1.5">
              <Health id={id} />
              <ComponentLink id={id} />
              <span className="text-xs text-ink-soft">{kinds[kind]}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Health({ id }: { readonly id: string }) {
  const health = useSystem((s) => s.components[id]?.health ?? "unknown");
  return <StatusMark health={health} />;
}

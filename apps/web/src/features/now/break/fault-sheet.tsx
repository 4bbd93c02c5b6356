import { predictReach } from "@homeostat/core/ecosystem";
import { type Component, displayName, type Fault, type FaultKind, faultSpecs } from "@homeostat/core/system";
import { Zap } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { terms, useFormat, useText } from "../../../i18n/index.ts";
import { newCommandId, sendCommand, useCanCommand, useSystem, useSystemParts } from "../../../live/index.ts";
import { Button, Select, TextField, useWords } from "../../../ui/index.ts";
import { useMap } from "../map/map-store.ts";
import { expectedAnswer } from "./expected-answer.ts";
import { breakText } from "./text.ts";
import { useArming } from "./use-arming.ts";

/** Brings the codes along, which only quantum processors need. */
const QubitChoice = lazy(async () => ({ default: (await import("./qubit-choice.tsx")).QubitChoice }));

const durations = [30_000, 60_000, 120_000, 300_000, 900_000] as const;

/** Breaks a component on purpose: what, how much, how long; whom it would reach; and three seconds to think better of it. */
export function FaultSheet({ component, onClose }: { readonly component: Component; readonly onClose: () => void }) {
  const text = useText(breakText);
  const kinds = useText(terms).fault;
  const words = useWords();
  const format = useFormat();
  const canCommand = useCanCommand();
  const offered = useSystem((s) => s.capabilities.faults);
  const [kind, setKind] = useState<FaultKind>(offered[0] ?? "crash");
  const [dose, setDose] = useState("");
  const [durationMs, setDuration] = useState<number | undefined>(60_000);
  const [to, setTo] = useState("");
  const [qubit, setQubit] = useState("");
  const [problem, setProblem] = useState("");
  const spec = faultSpecs[kind];
  const fault = useMemo(
    () => faultOf(component.id, kind, { dose, durationMs, to, qubit }),
    [component.id, kind, dose, durationMs, to, qubit],
  );
  useBlast(fault);

  const inject = useCallback(async () => {
    const result = await sendCommand({ kind: "injectFault", id: newCommandId(), fault });
    if (result.ok) onClose();
    else setProblem(words.refusal(result));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- words change with the language only
  }, [fault, onClose]);
  const arming = useArming(canCommand, inject);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [component.id]);

  return (
    <form
      data-testid="fault-sheet"
      aria-label={text.title(displayName(component))}
      className="space-y-2.5 border-b border-l-4 border-b-line border-l-fault bg-raised px-3 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (canCommand) arming.arm();
      }}
    >
      <h2
        ref={heading}
        tabIndex={-1}
        className="flex items-center gap-1.5 font-serif text-lg font-semibold text-fault outline-none"
      >
        <Zap className="size-4" aria-hidden="true" />
        {text.title(displayName(component))}
      </h2>
      <fieldset disabled={arming.isArmed} className="space-y-2.5">
        <Select
          showsLabel
          label={text.kind}
          value={kind}
          options={offered.map((value) => ({ value, label: kinds[value] }))}
          onChange={(value) => {
            setKind(offered.find((one) => one === value) ?? kind);
            setDose("");
          }}
        />
        {spec.dose !== undefined && (
          <TextField
            label={text.dose(unitWord(spec.dose.unit, text.units))}
            hint={text.doseRange("0", format.number(kind === "crash" ? component.replicas : spec.dose.max))}
            type="number"
            min={0}
            max={spec.dose.max}
            step="any"
            value={dose === "" ? String(spec.dose.default) : dose}
            onChange={setDose}
            isRequired
          />
        )}
        {kind === "partition" && <PartitionEnd component={component} value={to} onChange={setTo} />}
        {kind === "qubit-error" && component.quantum !== undefined && (
          <Suspense>
            <QubitChoice key={component.id} quantum={component.quantum} value={qubit} onChange={setQubit} />
          </Suspense>
        )}
        <Select
          showsLabel
          label={text.duration}
          value={String(durationMs ?? "")}
          options={[
            ...durations.map((ms) => ({ value: String(ms), label: format.duration(ms) })),
            { value: "", label: text.untilStopped },
          ]}
          onChange={(value) => setDuration(value === "" ? undefined : Number(value))}
        />
      </fieldset>
      <Expectation component={component} fault={fault} />
      {!spec.isReversible && <p className="text-xs text-ink-soft">{text.irreversible}</p>}
      {!canCommand && <p className="text-failing">{text.off}</p>}
      {problem !== "" && (
        <p role="alert" className="text-failing">
          {problem}
        </p>
      )}
      <div className="flex gap-2">
        {arming.isArmed ? (
          // Keys of their own: one button that turned into the other under the pointer would submit the form.
          <Button key="cancel" tone="alarm" onClick={arming.cancel} testId="cancel-arming">
            {text.arming(String(arming.secondsLeft))} {text.cancel}
          </Button>
        ) : (
          <Button key="start" type="submit" tone="alarm" disabled={!canCommand} testId="start-fault">
            {text.start}
          </Button>
        )}
        <Button
          onClick={() => {
            arming.cancel();
            onClose();
          }}
        >
          {text.close}
        </Button>
      </div>
    </form>
  );
}

interface FaultForm {
  readonly dose: string;
  readonly durationMs: number | undefined;
  readonly to: string;
  /** "" for all of a processor. */
  readonly qubit: string;
}

function faultOf(component: string, kind: FaultKind, { dose, durationMs, to, qubit }: FaultForm): Fault {
  const given = dose === "" ? faultSpecs[kind].dose?.default : Number(dose);
  return {
    kind,
    component,
    ...(given === undefined || !Number.isFinite(given) ? {} : { dose: given }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(kind === "partition" && to !== "" ? { to } : {}),
    ...(kind === "qubit-error" && qubit !== "" ? { qubit: Number(qubit) } : {}),
  };
}

/** Draws the fault's expected reach on the map for as long as the form is open. */
function useBlast(fault: Fault): void {
  const model = useSystem((s) => s.model);
  useEffect(() => {
    const reach = model === null ? [] : predictReach(model, fault);
    useMap.setState({ blast: Object.fromEntries(reach.map(({ component, how }) => [component, how])) });
    return () => useMap.setState({ blast: null });
  }, [model, fault]);
}

function unitWord(unit: string, units: Readonly<Record<string, string>>): string {
  return units[unit] ?? unit;
}

interface PartitionEndProps {
  readonly component: Component;
  readonly value: string;
  readonly onChange: (to: string) => void;
}

function PartitionEnd({ component, value, onChange }: PartitionEndProps) {
  const text = useText(breakText);
  const words = useWords();
  const needed = useSystemParts((s) =>
    (s.model?.dependencies ?? []).filter(({ from }) => from === component.id).map(({ to }) => to),
  );
  return (
    <Select
      showsLabel
      label={text.to}
      value={value}
      options={[{ value: "", label: text.toAll }, ...needed.map((id) => ({ value: id, label: words.component(id) }))]}
      onChange={onChange}
    />
  );
}

/** Whom it would reach, and what the autopilot would do about it. */
function Expectation({ component, fault }: { readonly component: Component; readonly fault: Fault }) {
  const text = useText(breakText);
  const words = useWords();
  const format = useFormat();
  const blast = useMap((m) => m.blast) ?? {};
  const known = useSystemParts(({ knowledge, policy, capabilities }) => ({ knowledge, policy, capabilities }));
  const hows = Object.values(blast);
  const fails = hows.filter((how) => how === "fails").length;
  const answer = expectedAnswer(known, component, fault);
  const sentence = () => {
    if (answer.kind === "protected") return text.protectedOne;
    if (answer.kind === "nothing-known") return text.nothingKnown;
    const action = words.action(answer.action);
    switch (answer.mode) {
      case "observe":
        return text.observes;
      case "suggest":
        return text.suggests(action);
      case "approve":
        return text.asks(action);
      case "veto":
        return text.window(action, format.duration(known.policy.vetoWindowMs));
      case "auto":
        return text.automatic(action);
    }
  };
  return (
    <div aria-live="polite" className="space-y-1" data-testid="expectation">
      <p>{hows.length <= 1 && fails === 0 ? text.reachSelf : text.reach(fails, hows.length - fails)}</p>
      <p>
        <span className="eyebrow block">{text.answers}</span>
        {sentence()}
      </p>
    </div>
  );
}

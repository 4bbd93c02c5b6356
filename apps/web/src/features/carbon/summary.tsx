import type { GreenState } from "@homeostat/core/journal";
import { type ReactNode, useState } from "react";
import { useFormat, useText } from "../../i18n/index.ts";
import { newCommandId, sendCommand, useCanCommand } from "../../live/index.ts";
import { Button, TextField, useWords } from "../../ui/index.ts";
import { useAmounts } from "./amounts.ts";
import { carbonText } from "./text.ts";
import type { ShownPlan } from "./use-plan.ts";

/** What the plan emits, what it saves, how good it is at least, and under which cap. */
export function Summary({
  green,
  plan: { plan, isPreview, problem },
}: {
  readonly green: GreenState;
  readonly plan: ShownPlan;
}) {
  const text = useText(carbonText);
  const format = useFormat();
  const { carbon } = useAmounts();
  return (
    <div className="px-3 pb-2">
      <dl className="flex flex-wrap items-start gap-x-8 gap-y-2" data-testid="carbon-summary" data-preview={isPreview}>
        {plan?.kind === "planned" && Object.keys(green.jobs).length > 0 && (
          <>
            <Fact name={text.emits}>{carbon(plan.costG)}</Fact>
            <Fact name={text.saved} note={plan.baselineKeepsCap ? undefined : text.baselineBreaks}>
              {carbon(plan.baselineG - plan.costG)}
              {plan.baselineG > 0 && (
                <span className="ml-1 text-sm text-ink-soft">
                  {text.savedOf(format.percent(Math.max(0, 1 - plan.costG / plan.baselineG)))}
                </span>
              )}
            </Fact>
            <Fact name={text.gap}>{plan.gap < 1e-9 ? text.proven : format.percent(plan.gap)}</Fact>
          </>
        )}
        <Fact name={text.cap}>
          <Cap capW={green.capW} />
        </Fact>
      </dl>
      {isPreview && <p className="mt-1 text-xs text-ink-soft">{text.preview}</p>}
      {plan?.kind === "impossible" && Object.keys(green.jobs).length > 0 && (
        <p role="alert" className="mt-1 text-failing" data-testid="carbon-impossible">
          {plan.isProven ? text.impossible : text.unproven}: {plan.reason}.
        </p>
      )}
      {problem !== "" && (
        <p role="alert" className="mt-1 text-failing">
          {problem}
        </p>
      )}
    </div>
  );
}

function Fact({
  name,
  note,
  children,
}: {
  readonly name: string;
  readonly note?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="font-serif text-lg">{children}</dd>
      {note !== undefined && <dd className="max-w-60 text-xs text-ink-soft">{note}</dd>}
    </div>
  );
}

function Cap({ capW }: { readonly capW: number | null }) {
  const text = useText(carbonText);
  const format = useFormat();
  const words = useWords();
  const canCommand = useCanCommand();
  const [value, setValue] = useState<string>();
  const [problem, setProblem] = useState("");
  if (value === undefined)
    return (
      <span className="inline-flex items-center gap-2">
        {capW === null ? text.noCap : format.metric("powerW", capW)}
        <Button disabled={!canCommand} onClick={() => setValue(String(capW ?? ""))}>
          {text.setCap}
        </Button>
      </span>
    );
  const send = async () => {
    const cap = value.trim() === "" ? null : Number(value);
    const result = await sendCommand({ kind: "setPowerCap", id: newCommandId(), capW: cap });
    if (!result.ok) return setProblem(words.refusal(result));
    setProblem("");
    setValue(undefined);
  };
  return (
    <form
      className="flex items-end gap-2 text-base"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextField label={text.setCap} type="number" min={1} step="any" value={value} onChange={setValue} hasFocus />
      <Button type="submit">{text.setCap}</Button>
      {problem !== "" && (
        <span role="alert" className="text-failing">
          {problem}
        </span>
      )}
    </form>
  );
}

import type { MaintenanceWindow } from "@homeostat/core/journal";
import type { CommandResult } from "@homeostat/core/protocol";
import { Wrench } from "lucide-react";
import { useState } from "react";
import { useFormat, useText } from "../../i18n/index.ts";
import { newCommandId, sendCommand, useCanCommand, useNow, useSystem } from "../../live/index.ts";
import { Button, Select, TextField, useWords } from "../../ui/index.ts";
import { autopilotText } from "./text.ts";

const minuteMs = 60_000;
const lengthsMs = [15, 30, 60, 120, 240, 480, 1_440].map((minutes) => minutes * minuteMs);

/** Leaves components to those who work on them, for a while: the autopilot does nothing there, whoever approves. */
export function Maintenance() {
  const text = useText(autopilotText);
  const words = useWords();
  const now = useNow();
  const windows = useSystem((s) => s.policy.maintenanceWindows).filter(({ to }) => to > now);
  const [refused, setRefused] = useState<CommandResult | undefined>(undefined);
  return (
    <div className="space-y-3 px-3 pb-3">
      <p className="text-ink-soft">{text.maintenanceHelp}</p>
      {windows.length > 0 && (
        <ul className="divide-y divide-line border-y border-line">
          {windows.map((window) => (
            <WindowLine
              key={`${window.from} ${window.to} ${window.components.join()}`}
              window={window}
              onAnswer={setRefused}
            />
          ))}
        </ul>
      )}
      <OpenWindow onAnswer={setRefused} />
      <p role="alert" className="text-failing">
        {refused !== undefined && words.refusal(refused)}
      </p>
    </div>
  );
}

interface Answering {
  readonly onAnswer: (result: CommandResult | undefined) => void;
}

function WindowLine({ window, onAnswer }: Answering & { readonly window: MaintenanceWindow }) {
  const text = useText(autopilotText);
  const words = useWords();
  const format = useFormat();
  const canCommand = useCanCommand();
  const now = useNow();
  const { from, to, components } = window;
  const isOpen = from <= now;
  const close = async () => {
    const result = await sendCommand({ kind: "closeWindow", id: newCommandId(), window });
    onAnswer(result.ok ? undefined : result);
  };
  return (
    <li data-testid="maintenance-window" className="flex flex-wrap items-center gap-x-3 py-1">
      <Wrench className={`size-4 shrink-0 ${isOpen ? "text-degraded" : "text-ink-soft"}`} aria-hidden="true" />
      <span className="font-semibold">
        {components.length === 0 ? text.everyComponent : format.list(components.map((id) => words.component(id)))}
      </span>
      <span className="text-ink-soft">
        {isOpen
          ? text.windowOpen(format.moment(to), format.clock(to - now))
          : text.windowAhead(format.moment(from), format.moment(to))}
      </span>
      <span className="ml-auto">
        <Button disabled={!canCommand} onClick={() => void close()}>
          {isOpen ? text.closeWindow : text.cancelWindow}
        </Button>
      </span>
    </li>
  );
}

function OpenWindow({ onAnswer }: Answering) {
  const text = useText(autopilotText);
  const words = useWords();
  const format = useFormat();
  const canCommand = useCanCommand();
  const components = useSystem((s) => s.model?.components) ?? [];
  const [component, setComponent] = useState("");
  const [start, setStart] = useState("");
  const [lengthMs, setLengthMs] = useState(String(60 * minuteMs));
  const open = async () => {
    const from = start === "" ? Date.now() : Date.parse(start);
    const window = { from, to: from + Number(lengthMs), components: component === "" ? [] : [component] };
    const result = await sendCommand({ kind: "openWindow", id: newCommandId(), window });
    onAnswer(result.ok ? undefined : result);
    if (result.ok) setStart("");
  };
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (canCommand) void open();
      }}
    >
      <Select
        showsLabel
        label={text.windowFor}
        value={component}
        options={[
          { value: "", label: text.everyComponent },
          ...components.map(({ id }) => ({ value: id, label: words.component(id) })),
        ]}
        onChange={setComponent}
      />
      <TextField type="datetime-local" label={text.windowFrom} value={start} onChange={setStart} />
      <Select
        showsLabel
        label={text.windowLength}
        value={lengthMs}
        options={lengthsMs.map((ms) => ({ value: String(ms), label: format.duration(ms) }))}
        onChange={setLengthMs}
      />
      <Button type="submit" disabled={!canCommand} testId="open-window">
        {text.openWindow}
      </Button>
    </form>
  );
}

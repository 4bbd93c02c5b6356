import { useState } from "react";
import { useText } from "../../i18n/index.ts";
import { newCommandId, sendCommand, serverNow, useCanCommand } from "../../live/index.ts";
import { Button, TextField, useWords } from "../../ui/index.ts";
import { carbonText } from "./text.ts";

const blank = { name: "", power: "500", minutes: "60", hours: "24", pauses: false };

/** Asks for a slot for work that can wait. */
export function AddJob() {
  const text = useText(carbonText).add;
  const words = useWords();
  const canCommand = useCanCommand();
  const [form, setForm] = useState(blank);
  const [problem, setProblem] = useState("");
  const set = (key: "name" | "power" | "minutes" | "hours") => (value: string) =>
    setForm((before) => ({ ...before, [key]: value }));
  const submit = async () => {
    const now = serverNow();
    const id = newCommandId();
    const result = await sendCommand({
      kind: "submitJob",
      id,
      job: {
        id: `${
          form.name
            .trim()
            .replace(/[^A-Za-z0-9._-]+/g, "-")
            .replace(/^[^A-Za-z0-9]+/, "")
            .slice(0, 40) || "job"
        }-${id.slice(0, 6)}`,
        name: form.name.trim(),
        powerW: Number(form.power),
        durationMs: Number(form.minutes) * 60_000,
        releaseAt: now,
        deadlineAt: now + Number(form.hours) * 3_600_000,
        isInterruptible: form.pauses,
        after: [],
        zones: [],
      },
    });
    setProblem(words.refusal(result));
    if (result.ok) setForm(blank);
  };
  return (
    <form
      className="flex flex-wrap items-end gap-3 px-3 pb-3"
      data-testid="add-job"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="w-48">
        <TextField label={text.name} value={form.name} onChange={set("name")} isRequired />
      </div>
      <div className="w-28">
        <TextField
          label={text.power}
          type="number"
          min={1}
          step="any"
          value={form.power}
          onChange={set("power")}
          isRequired
        />
      </div>
      <div className="w-32">
        <TextField
          label={text.duration}
          type="number"
          min={1}
          step={1}
          value={form.minutes}
          onChange={set("minutes")}
          isRequired
        />
      </div>
      <div className="w-36">
        <TextField
          label={text.deadline}
          type="number"
          min={1}
          max={168}
          step="any"
          value={form.hours}
          onChange={set("hours")}
          isRequired
        />
      </div>
      <label className="flex min-h-8 items-center gap-2">
        <input
          type="checkbox"
          className="size-5"
          checked={form.pauses}
          onChange={(event) => setForm((before) => ({ ...before, pauses: event.target.checked }))}
        />
        {text.pauses}
      </label>
      <Button type="submit" tone="primary" disabled={!canCommand}>
        {text.submit}
      </Button>
      {problem !== "" && (
        <p role="alert" className="w-full text-failing">
          {problem}
        </p>
      )}
    </form>
  );
}

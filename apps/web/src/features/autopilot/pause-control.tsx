import { useState } from "react";
import { useFormat, useText } from "../../i18n/index.ts";
import { newCommandId, sendCommand, useCanCommand, useSystem } from "../../live/index.ts";
import { Button, TextField } from "../../ui/index.ts";
import { autopilotText } from "./text.ts";

/** Halts everything that has not begun for a while, approved or not; what runs goes on. */
export function PauseControl() {
  const text = useText(autopilotText);
  const format = useFormat();
  const paused = useSystem((s) => s.paused);
  const isStopped = useSystem((s) => s.killSwitch !== null);
  const canCommand = useCanCommand();
  const [reason, setReason] = useState("");
  const pause = async () => {
    const result = await sendCommand({ kind: "pause", id: newCommandId(), reason: reason.trim() });
    if (result.ok) setReason("");
  };
  return (
    <form
      className="flex flex-wrap items-end gap-3 border-b border-line bg-surface px-3 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (canCommand) void pause();
      }}
    >
      <p className={`min-w-60 flex-1 font-serif text-base ${isStopped || paused !== null ? "text-degraded" : ""}`}>
        {isStopped
          ? text.stopped
          : paused === null
            ? text.running
            : text.pausedBy(paused.by, format.moment(paused.at), paused.reason)}
      </p>
      {paused === null ? (
        <>
          <TextField label={text.pauseReason} value={reason} onChange={setReason} isRequired />
          <Button type="submit" disabled={!canCommand || reason.trim() === ""}>
            {text.pause}
          </Button>
        </>
      ) : (
        <Button
          tone="primary"
          disabled={!canCommand}
          onClick={() => void sendCommand({ kind: "resume", id: newCommandId() })}
        >
          {text.resume}
        </Button>
      )}
    </form>
  );
}

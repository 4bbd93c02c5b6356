import { OctagonX } from "lucide-react";
import { useState } from "react";
import { useFormat, useText } from "../i18n/index.ts";
import { newCommandId, sendCommand, useCanCommand, useSystem } from "../live/index.ts";
import { Button, Dialog, TextField } from "../ui/index.ts";
import { appText } from "./text.ts";

/** Stops the autopilot, from every page; it stays stopped until somebody resets it. */
export function KillSwitch() {
  const text = useText(appText).kill;
  const format = useFormat();
  const thrown = useSystem((s) => s.killSwitch);
  const canCommand = useCanCommand();
  const [isOpen, open] = useState(false);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState("");

  const confirm = async () => {
    const kind = thrown === null ? "throwKillSwitch" : "resetKillSwitch";
    const result = await sendCommand({ kind, id: newCommandId(), reason: reason.trim() });
    if (!result.ok) return setProblem(text.failed(result.message));
    open(false);
    setReason("");
    setProblem("");
  };

  return (
    <>
      <Button
        tone={thrown === null ? "danger" : "alarm"}
        disabled={!canCommand}
        onClick={() => open(true)}
        testId="kill-switch"
      >
        <OctagonX className="size-4" aria-hidden="true" />
        {thrown === null ? text.button : text.thrown}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => open(false)} title={thrown === null ? text.throwTitle : text.resetTitle}>
        <form
          className="space-y-3"
          onSubmit={(event) => {
            event.preventDefault();
            void confirm();
          }}
        >
          <p>{thrown === null ? text.throwWhat : text.resetWhat(thrown.by, format.moment(thrown.at), thrown.reason)}</p>
          <TextField label={text.reason} hint={text.reasonHint} value={reason} onChange={setReason} isRequired />
          {problem !== "" && (
            <p role="alert" className="text-failing">
              {problem}
            </p>
          )}
          <div className="flex justify-end gap-2">
            <Button onClick={() => open(false)}>{text.cancel}</Button>
            <Button type="submit" tone={thrown === null ? "alarm" : "primary"} disabled={reason.trim() === ""}>
              {thrown === null ? text.throwIt : text.reset}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}

import { ZapOff } from "lucide-react";
import { useText } from "../i18n/index.ts";
import { newCommandId, sendCommand, useCanCommand, useSystem } from "../live/index.ts";
import { Button, useIntent } from "../ui/index.ts";
import { appText } from "./text.ts";

/** Ends every injected fault at once; there for as long as there is one. */
export function StopAll() {
  const text = useText(appText);
  const count = useSystem((s) => Object.keys(s.faults).length);
  const canCommand = useCanCommand();
  const stop = () => {
    if (canCommand && count > 0) void sendCommand({ kind: "clearAllFaults", id: newCommandId() });
  };
  useIntent("stop-all", stop);
  if (count === 0) return null;
  return (
    <Button tone="danger" disabled={!canCommand} onClick={stop} title="Shift + Esc" testId="stop-all">
      <ZapOff className="size-4" aria-hidden="true" />
      {text.stopFaults(count)}
    </Button>
  );
}

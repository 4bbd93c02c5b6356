import { Pause, Play, SkipBack, SkipForward } from "lucide-react";
import { useFormat, useText } from "../i18n/index.ts";
import { goTo, replaySpeeds, setPlaying, setSpeed, stepDecision, useLive } from "../live/index.ts";
import { Button, Select } from "../ui/index.ts";
import { appText } from "./text.ts";

/** While the past is looked at: says so, and lets it play. */
export function PastBar() {
  const past = useLive((s) => s.past);
  const text = useText(appText).past;
  const format = useFormat();
  if (past === null) return null;
  return (
    <section
      aria-label={text.heading}
      data-testid="past-bar"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-degraded bg-degraded-tint px-3 py-1.5 text-degraded"
    >
      <strong className="font-semibold">{text.heading}</strong>
      <time dateTime={new Date(past.at).toISOString()}>{format.moment(past.at)}</time>
      <span>
        {past.status === "loading" ? text.loading : past.status === "failed" ? text.failed : text.commandsOff}
      </span>
      <span className="ml-auto flex flex-wrap items-center gap-1.5">
        <Button icon={SkipBack} label={text.previous} onClick={() => void stepDecision(-1)} />
        <Button
          icon={past.playing ? Pause : Play}
          label={past.playing ? text.pause : text.play}
          onClick={() => setPlaying(!past.playing)}
        />
        <Button icon={SkipForward} label={text.next} onClick={() => void stepDecision(1)} />
        <Select
          label={text.speed}
          value={String(past.speed)}
          options={replaySpeeds.map((speed) => ({ value: String(speed), label: speed === 0.5 ? "½×" : `${speed}×` }))}
          onChange={(value) => setSpeed(Number(value))}
        />
        <Button tone="primary" onClick={() => goTo(null)}>
          {text.backToNow}
        </Button>
      </span>
    </section>
  );
}

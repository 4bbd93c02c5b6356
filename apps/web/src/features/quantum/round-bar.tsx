import { ChevronLeft, ChevronRight, Pause, Play } from "lucide-react";
import { useEffect, useState } from "react";
import { useFormat, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/index.ts";
import { clearInjections, nextShot, setNoise, showLayer, useLab } from "./lab/lab-store.ts";
import { quantumText } from "./text.ts";

const playMs = 700;

/** Steps through the rounds of a shot, forwards and backwards. */
export function RoundBar() {
  const text = useText(quantumText).shot;
  const format = useFormat();
  const { layer, layers, phase, isNoisy, injections, pace, stream } = useLab();
  const [plays, setPlays] = useState(false);
  const isOff = phase !== "ready" || pace !== null;
  const last = layers - 1;

  useEffect(() => {
    if (!plays || isOff) return;
    const timer = setInterval(() => {
      const { layer: at, layers: count } = useLab.getState();
      if (at < count - 1) showLayer(at + 1);
      else setPlays(false);
    }, playMs);
    return () => clearInterval(timer);
  }, [plays, isOff]);

  return (
    <div
      role="group"
      aria-label={text.label}
      className="flex flex-wrap items-center gap-2 border-t border-line bg-surface px-3 py-2"
    >
      <Button
        icon={ChevronLeft}
        label={text.earlier}
        disabled={isOff || layer === 0}
        onClick={() => showLayer(layer - 1)}
      />
      <Button
        icon={plays ? Pause : Play}
        label={plays ? text.pause : text.play}
        disabled={isOff}
        onClick={() => {
          if (!plays && layer === last) showLayer(0);
          setPlays(!plays);
        }}
      />
      <Button
        icon={ChevronRight}
        label={text.later}
        disabled={isOff || layer >= last}
        onClick={() => showLayer(layer + 1)}
      />
      <input
        type="range"
        min={0}
        max={Math.max(0, last)}
        value={layer}
        disabled={isOff}
        aria-label={text.round}
        aria-valuetext={layerName(text, (n) => format.integer(n), layer, last)}
        onChange={(event) => showLayer(Number(event.target.value))}
        className="min-w-32 flex-1 accent-accent"
      />
      <span className="min-w-36" data-testid="round">
        {layerName(text, (n) => format.integer(n), layer, last)}
      </span>
      <Button onClick={nextShot} disabled={isOff || !isNoisy} testId="next-shot">
        {text.next}
      </Button>
      {stream === null && (
        <>
          <Button pressed={isNoisy} onClick={() => setNoise(!isNoisy)} disabled={isOff} testId="noise">
            {text.noise}
          </Button>
          <Button onClick={clearInjections} disabled={isOff || injections.length === 0}>
            {text.clear}
          </Button>
        </>
      )}
    </div>
  );
}

/** What a layer of detectors is called: a round, or the readout that follows the last one. */
export function layerName(
  text: { readonly readout: string; readonly roundOf: (round: string, last: string) => string },
  write: (value: number) => string,
  layer: number,
  last: number,
): string {
  return layer >= last ? text.readout : text.roundOf(write(layer + 1), write(last));
}

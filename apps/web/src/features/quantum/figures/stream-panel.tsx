import { useState } from "react";
import { useFormat, useText } from "../../../i18n/index.ts";
import { Button, Panel, Select } from "../../../ui/index.ts";
import { setPace, useLab } from "../lab/lab-store.ts";
import { cycleUs, type Pace } from "../lab/messages.ts";
import { quantumText } from "../text.ts";
import { Facts } from "./facts.tsx";

const thousand = 1000;

/** Streams shots through the decoder, and says how well it does. */
export function StreamPanel() {
  const text = useText(quantumText).stream;
  const format = useFormat();
  const { pace, phase, figures, lattice, stream, live } = useLab();
  const [wanted, setWanted] = useState<Pace>(thousand);
  const rate = (value: number) => (value === 0 ? "0" : value < 0.001 ? value.toExponential(2) : format.percent(value));
  const choose = (word: string) => {
    const next: Pace = word === "all" ? "all" : thousand;
    setWanted(next);
    if (pace !== null) setPace(next);
  };
  return (
    <Panel title={text.title} testId="stream">
      <div className="flex items-center gap-2 px-3 py-1">
        <Button
          tone={pace === null ? "primary" : "quiet"}
          disabled={phase !== "ready"}
          testId="stream-toggle"
          onClick={() => setPace(pace === null ? wanted : null)}
        >
          {stream === null ? (pace === null ? text.start : text.stop) : pace === null ? text.follow : text.hold}
        </Button>
        {stream === null && (
          <Select
            label={text.pace}
            value={String(wanted)}
            options={[
              { value: String(thousand), label: text.paces.thousand },
              { value: "all", label: text.paces.all },
            ]}
            onChange={choose}
          />
        )}
      </div>
      {figures === undefined || lattice === undefined ? (
        <p className="px-3 pb-2 text-ink-soft">{text.idle}</p>
      ) : (
        <Facts
          rows={[
            { name: text.shots, value: format.integer(figures.shots), testId: "shots" },
            { name: text.measuredPace, value: format.integer(figures.roundsPerSecond) },
            {
              name: text.logicalError,
              value:
                live?.logicalError === null
                  ? text.notTold
                  : figures.mistakes === 0
                    ? text.noneYet
                    : rate(figures.logicalError.rate),
              note: text.interval(rate(figures.logicalError.interval[0]), rate(figures.logicalError.interval[1])),
              testId: "logical-error",
            },
            ...(figures.suppression === undefined
              ? []
              : [
                  {
                    name: `${text.suppression} Λ`,
                    value: format.number(figures.suppression.rate),
                    note: `${text.interval(
                      format.number(figures.suppression.interval[0]),
                      format.number(figures.suppression.interval[1]),
                    )}; ${text.suppressionHelp(
                      format.integer(Math.min(...figures.distances)),
                      format.integer(Math.max(...figures.distances)),
                    )}`,
                  },
                ]),
            { name: text.fraction, value: format.percent(figures.detectionFraction), testId: "fraction" },
            { name: text.hottest, ...hottest(figures.detectionFractions, lattice.stabilizers, format) },
            ...(figures.decodeUs === undefined
              ? [{ name: text.latency, value: text.warmingUp }]
              : [
                  {
                    name: text.latency,
                    value: text.latencyValue(format.number(figures.decodeUs.p50), format.number(figures.decodeUs.p99)),
                    note: text.cycle(format.number(cycleUs)),
                  },
                  {
                    name: text.backlog,
                    value: text.backlogValue(
                      format.number(figures.backlog.rounds),
                      format.number(figures.backlog.worstRounds),
                    ),
                  },
                ]),
          ]}
        />
      )}
    </Panel>
  );
}

function hottest(
  fractions: Float64Array,
  stabilizers: readonly { readonly basis: string | undefined; readonly ancilla: number }[],
  format: { percent(share: number): string; integer(value: number): string },
): { value: string } {
  let best = 0;
  for (let i = 1; i < fractions.length; i++) if (fractions[i]! > fractions[best]!) best = i;
  const { basis, ancilla } = stabilizers[best]!;
  return { value: `${basis ?? ""}${format.integer(ancilla)}: ${format.percent(fractions[best]!)}` };
}

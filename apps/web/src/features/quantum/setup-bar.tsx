import type { LabExperiment, LatticeCode } from "@homeostat/core/quantum";
import type { ShotStreamItem } from "@homeostat/core/protocol";
import { useEffect, useState } from "react";
import { useFormat, useText } from "../../i18n/index.ts";
import { fetchJson } from "../../live/index.ts";
import { Select, useWords } from "../../ui/index.ts";
import { openExperiment, openStream, useLab } from "./lab/lab-store.ts";
import { quantumText } from "./text.ts";

const codes: readonly LatticeCode[] = ["rotated_memory_x", "rotated_memory_z", "repetition"];
const distances = [3, 5, 7, 9, 11, 13, 15, 17, 21, 25];
const roundCounts = [1, 3, 5, 7, 11, 15, 25];
const errorRates = [0.0005, 0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.02];
/** Larger codes start with fewer rounds, so that they are there at once. */
const mostDetectors = 4000;

function roundsFor(distance: number): number {
  const fitting = roundCounts.filter((r) => r <= distance && r * distance ** 2 <= mostDetectors);
  return fitting.at(-1) ?? 1;
}

/** Which memory experiment is run. */
export function SetupBar() {
  const format = useFormat();
  const experiment = useLab((s) => s.experiment);
  const stream = useLab((s) => s.stream);
  const streams = useStreams();
  const { live, setup } = useText(quantumText);
  const words = useWords();
  const change = (part: Partial<LabExperiment>) => openExperiment({ ...experiment, ...part });
  const numbers = (values: readonly number[], now: number, write: (value: number) => string) =>
    [...new Set([...values, now])]
      .sort((a, b) => a - b)
      .map((value) => ({ value: String(value), label: write(value) }));
  return (
    <div
      role="group"
      aria-label={setup.label}
      className="flex flex-wrap items-end gap-3 border-b border-line bg-surface px-3 py-2"
    >
      {streams.length > 0 && (
        <Select
          showsLabel
          label={live.streams}
          value={stream?.name ?? ""}
          options={[
            ...streams.map(({ name, component }) => ({
              value: name,
              label: component === null ? name : words.component(component),
            })),
            { value: "", label: setup.own },
          ]}
          onChange={(name) => {
            const chosen = streams.find((one) => one.name === name);
            if (chosen === undefined) openExperiment(experiment);
            else openStream(chosen);
          }}
        />
      )}
      {stream !== null && <StreamFacts stream={stream} />}
      {stream === null && (
        <>
          <Select
            showsLabel
            label={setup.code}
            value={experiment.code}
            options={codes.map((value) => ({ value, label: setup.codes[value] }))}
            onChange={(code) => change({ code: codes.find((c) => c === code) ?? "rotated_memory_x" })}
          />
          <Select
            showsLabel
            label={setup.distance}
            value={String(experiment.distance)}
            options={numbers(distances, experiment.distance, (n) => format.integer(n))}
            onChange={(d) => change({ distance: Number(d), rounds: roundsFor(Number(d)) })}
          />
          <Select
            showsLabel
            label={setup.rounds}
            value={String(experiment.rounds)}
            options={numbers(roundCounts, experiment.rounds, (n) => format.integer(n))}
            onChange={(r) => change({ rounds: Number(r) })}
          />
          <Select
            showsLabel
            label={setup.errorRate}
            value={String(experiment.p)}
            options={numbers(errorRates, experiment.p, (p) => format.percent(p))}
            onChange={(p) => change({ p: Number(p) })}
          />
        </>
      )}
    </div>
  );
}

/** What is known of the circuit behind a stream. */
function StreamFacts({ stream: { experiment, detectors, observables } }: { readonly stream: ShotStreamItem }) {
  const { live, setup } = useText(quantumText);
  const format = useFormat();
  return (
    <p className="pb-1 text-ink-soft" data-testid="stream-facts">
      {experiment === null
        ? live.sent(detectors, observables)
        : live.facts(
            setup.codes[experiment.code],
            format.integer(experiment.distance),
            format.integer(experiment.rounds),
            format.percent(experiment.p),
          )}
    </p>
  );
}

const lookEveryMs = 5000;

/** The streams that the server decodes, looked up again and again: labs come and go. */
function useStreams(): readonly ShotStreamItem[] {
  const [streams, setStreams] = useState<readonly ShotStreamItem[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    const look = () => {
      fetchJson<readonly ShotStreamItem[]>("/api/quantum/streams", stop.signal)
        .then(setStreams)
        // Where the server is away, the list stays what it was.
        .catch(() => undefined);
    };
    look();
    const timer = setInterval(look, lookEveryMs);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, []);
  return streams;
}

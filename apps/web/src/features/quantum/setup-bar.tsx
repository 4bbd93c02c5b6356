import type { LabExperiment, LatticeCode } from "@homeostat/core/quantum";
import { displayName } from "@homeostat/core/system";
import { useState } from "react";
import { useFormat, useText } from "../../i18n/index.ts";
import { useSystemParts } from "../../live/index.ts";
import { Select } from "../../ui/index.ts";
import { openExperiment, useLab } from "./lab/lab-store.ts";
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
  const text = useText(quantumText).setup;
  const format = useFormat();
  const experiment = useLab((s) => s.experiment);
  const [processor, setProcessor] = useState("");
  const processors = useSystemParts((s) => s.model?.components.filter((c) => c.quantum !== undefined) ?? []);
  const change = (part: Partial<LabExperiment>) => {
    setProcessor("");
    openExperiment({ ...experiment, ...part });
  };
  const numbers = (values: readonly number[], now: number, write: (value: number) => string) =>
    [...new Set([...values, now])]
      .sort((a, b) => a - b)
      .map((value) => ({ value: String(value), label: write(value) }));
  return (
    <div
      role="group"
      aria-label={text.label}
      className="flex flex-wrap items-end gap-3 border-b border-line bg-surface px-3 py-2"
    >
      {processors.length > 0 && (
        <Select
          showsLabel
          label={text.processor}
          value={processor}
          options={[{ value: "", label: text.own }, ...processors.map((c) => ({ value: c.id, label: displayName(c) }))]}
          onChange={(id) => {
            setProcessor(id);
            const quantum = processors.find((c) => c.id === id)?.quantum;
            if (quantum === undefined) return;
            const { code, distance, physicalErrorRate: p } = quantum;
            openExperiment({ code, distance, rounds: roundsFor(distance), p });
          }}
        />
      )}
      <Select
        showsLabel
        label={text.code}
        value={experiment.code}
        options={codes.map((value) => ({ value, label: text.codes[value] }))}
        onChange={(code) => change({ code: codes.find((c) => c === code) ?? "rotated_memory_x" })}
      />
      <Select
        showsLabel
        label={text.distance}
        value={String(experiment.distance)}
        options={numbers(distances, experiment.distance, (n) => format.integer(n))}
        onChange={(d) => change({ distance: Number(d), rounds: roundsFor(Number(d)) })}
      />
      <Select
        showsLabel
        label={text.rounds}
        value={String(experiment.rounds)}
        options={numbers(roundCounts, experiment.rounds, (n) => format.integer(n))}
        onChange={(r) => change({ rounds: Number(r) })}
      />
      <Select
        showsLabel
        label={text.errorRate}
        value={String(experiment.p)}
        options={numbers(errorRates, experiment.p, (p) => format.percent(p))}
        onChange={(p) => change({ p: Number(p) })}
      />
    </div>
  );
}

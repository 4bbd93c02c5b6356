import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type MetricTable, parseFlatMetrics } from "@homeostat/core/ecosystem";
import {
  ComponentWatch,
  MemoryBank,
  type Move,
  recognisedFrom,
  type Signature,
  SignatureRecorder,
  signatureSimilarity,
  strengthOf,
} from "@homeostat/core/immune";
import { mean, secondMs } from "@homeostat/core/kernel";
import { figure, type Table } from "./table.ts";
import { twinRepeats } from "./twin-repeats.ts";

/** How long an incident is watched before it is remembered. */
const learnedSeconds = 60;
const askedAfterSeconds = [1, 5, 15] as const;

interface Incident {
  /** Service and fault. */
  readonly name: string;
  readonly repetition: string;
  /** What moved in the first so many seconds. */
  readonly signature: (seconds: number) => Signature;
}

/**
 * Whether an incident that was seen before is recognised when it starts again (Sock Shop: five services, cpu or memory).
 * Every repetition takes its turn at being learned; the cells see no labels but those of what they learned.
 */
export function repeats(data: string): Table[] {
  const incidents = readIncidents(join(data, "rcd-sockshop"));
  const rows = [1, 2].flatMap((exposures) => askedAfterSeconds.map((seconds) => rowOf(incidents, exposures, seconds)));
  return [
    {
      title: "Repeats: share of the incidents that their memory cell recognises (Sock Shop)",
      rows: [
        ...rows,
        { exposures: 1, "within, s": 15, recognised: ".750", row: "nearest neighbour (published)" },
        { exposures: 2, "within, s": 15, recognised: ".833", row: "nearest neighbour (published)" },
        { exposures: "–", "within, s": "–", recognised: ".100", row: "random" },
      ],
    },
    twinRepeats(),
  ];
}

/** What each part of a signature adds to recognising repeats within 15 s, one part less at a time. */
export function memoryAblation(data: string): Table {
  const incidents = readIncidents(join(data, "rcd-sockshop"));
  const flat =
    (change: (move: Move) => Partial<Move>): Change =>
    ({ moves, spanMs }) => ({
      spanMs,
      moves: moves.map((move) => ({ ...move, ...change(move) })),
    });
  const row = (part: string, change: Change, isRare = true) => {
    const leads = leadsOf(incidents, change, isRare);
    return {
      part,
      "recognised within 15 s": figure(shareRight(leads)),
      "mean lead over the next best": figure(mean(leads)),
    };
  };
  return {
    title: "What memory adds (Sock Shop, after one exposure)",
    rows: [
      row(
        "everything",
        flat(() => ({})),
      ),
      row(
        "without how far each metric went",
        flat(() => ({ strength: 1 })),
      ),
      row(
        "without which way",
        flat(() => ({ direction: 1 })),
      ),
      {
        ...row(
          "without the order",
          flat(() => ({ delayMs: 0 })),
        ),
        verdict: "adds nothing here, where all moves within a second; section repeats shows what it adds in cascades",
      },
      row(
        "without where in the graph",
        flat(() => ({ component: "any" })),
      ),
      row(
        "without counting rare moves more",
        flat(() => ({})),
        false,
      ),
      crossValidated(incidents),
      { part: "without memory (chance)", "recognised within 15 s": ".100" },
    ],
  };
}

type Change = (signature: Signature) => Signature;

/** Strengths to a power, and whether rare moves count more: chosen on every other fault, judged on the rest, both ways. */
function crossValidated(incidents: readonly Incident[]): Table["rows"][number] {
  const settings = [0, 0.5, 1, 2].flatMap((power) =>
    [true, false].map((isRare) => {
      const change: Change = ({ moves, spanMs }) => ({
        spanMs,
        moves: moves.map((move) => ({ ...move, strength: move.strength ** power })),
      });
      return { name: `power ${power}, ${isRare ? "rare" : "all alike"}`, leads: leadsOf(incidents, change, isRare) };
    }),
  );
  const faults = [...new Set(incidents.map(({ name }) => name))].sort();
  const half = (leads: readonly number[], parity: number) =>
    leads.filter((_, i) => faults.indexOf(incidents[i]!.name) % 2 === parity);
  const judged = [0, 1].map((parity) => {
    const best = settings.reduce((a, b) => (mean(half(b.leads, parity)) > mean(half(a.leads, parity)) ? b : a));
    return { name: best.name, leads: half(best.leads, 1 - parity) };
  });
  const leads = judged.flatMap((one) => one.leads);
  return {
    part: `settings of one half judged on the other (${judged.map(({ name }) => name).join("; ")})`,
    "recognised within 15 s": figure(shareRight(leads)),
    "mean lead over the next best": figure(mean(leads)),
  };
}

function shareRight(leads: readonly number[]): number {
  return leads.filter((lead) => lead > 0).length / leads.length;
}

/** By incident: how much more its own cell is like it than the next best. */
function leadsOf(incidents: readonly Incident[], change: Change, isRare: boolean): number[] {
  return incidents.map((incident) => {
    const learned = incidents.filter(({ repetition }) => repetition !== incident.repetition);
    const changed = learned.map(
      ({ name, repetition, signature }): Incident => ({
        name,
        repetition,
        signature: (seconds) => change(signature(seconds)),
      }),
    );
    const asked = change(incident.signature(15));
    const matches = isRare
      ? bankOf(changed)
          .recognise(asked)
          .map(({ cell, similarity }) => ({ name: cell.lesson, similarity }))
      : changed.map(({ name, signature }) => ({
          name,
          similarity: signatureSimilarity(asked, signature(learnedSeconds)),
        }));
    const best = (isSame: boolean) =>
      Math.max(0, ...matches.filter(({ name }) => (name === incident.name) === isSame).map((m) => m.similarity));
    return best(true) - best(false);
  });
}

const asked: Readonly<Record<string, string>> = { "1/15": "≥ .88", "2/15": "≥ .93" };

function rowOf(incidents: readonly Incident[], exposures: number, seconds: number): Table["rows"][number] {
  const repetitions = [...new Set(incidents.map(({ repetition }) => repetition))].sort();
  const trials = repetitions.length > exposures ? repetitions : [];
  const tested = trials.flatMap((_, turn) => {
    const learned = Array.from({ length: exposures }, (_unused, i) => trials[(turn + i) % trials.length]!);
    const others = incidents.filter(({ repetition }) => !learned.includes(repetition));
    const known = bankOf(incidents.filter(({ repetition }) => learned.includes(repetition)));
    return others.map((incident) => {
      const [best] = known.recognise(incident.signature(seconds));
      const strange = bankOf(
        incidents.filter(({ repetition, name }) => learned.includes(repetition) && name !== incident.name),
      );
      const [mistaken] = strange.recognise(incident.signature(seconds));
      return {
        isRight: best?.cell.lesson === incident.name,
        isSure: best?.cell.lesson === incident.name && best.similarity >= recognisedFrom,
        isMistaken: (mistaken?.similarity ?? 0) >= recognisedFrom,
        isElsewhere:
          (mistaken?.similarity ?? 0) >= recognisedFrom &&
          serviceOf(mistaken!.cell.lesson) !== serviceOf(incident.name),
      };
    });
  });
  const share = (of: (test: (typeof tested)[number]) => boolean) => figure(tested.filter(of).length / tested.length);
  return {
    row: "memory cells",
    exposures,
    "within, s": seconds,
    recognised: share(({ isRight }) => isRight),
    "… and sure enough to act": share(({ isSure }) => isSure),
    "asked for": asked[`${exposures}/${seconds}`] ?? "",
    "never seen, taken for another fault": share(({ isMistaken }) => isMistaken),
    "… of another service": share(({ isElsewhere }) => isElsewhere),
    cases: tested.length > 0 ? tested.length : `needs ${exposures + 1} repetitions`,
  };
}

function serviceOf(name: string): string {
  return name.slice(0, name.lastIndexOf("-"));
}

function bankOf(learned: readonly Incident[]): MemoryBank<string> {
  const bank = new MemoryBank<string>({ isSameLesson: (a, b) => a === b });
  for (const [i, { name, signature }] of learned.entries()) bank.remember(signature(learnedSeconds), name, i);
  return bank;
}

function readIncidents(folder: string): Incident[] {
  return readdirSync(folder).flatMap((name) =>
    readdirSync(join(folder, name)).map((repetition): Incident => {
      const read = (file: string) => parseFlatMetrics(readFileSync(join(folder, name, repetition, file), "utf8"));
      return { name, repetition, signature: watch(read("normal.csv"), read("anomalous.csv")) };
    }),
  );
}

/** Each component's immune system lives through what is normal and then the incident, as the loop's would. */
function watch(normal: MetricTable, incident: MetricTable): Incident["signature"] {
  const watches = new Map(normal.columns.map(({ component }) => [component, new ComponentWatch(component)]));
  for (let t = 0; t < normal.at.length; t++) observe(watches, normal, t);
  const start = incident.at[0]!;
  const recorder = new SignatureRecorder(start);
  const signatures = Array.from({ length: Math.min(learnedSeconds, incident.at.length) }, (_, t) => {
    for (const [component, moved] of observe(watches, incident, t))
      for (const { metric, departure } of moved) {
        const direction = departure < 0 ? -1 : 1;
        recorder.record(incident.at[t]!, { component, metric, direction, strength: strengthOf(departure) });
      }
    return recorder.signature(incident.at[t]);
  });
  return (seconds) => signatures.findLast((_, t) => incident.at[t]! < start + seconds * secondMs) ?? signatures[0]!;
}

function observe(watches: ReadonlyMap<string, ComponentWatch>, { at, columns }: MetricTable, t: number) {
  return [...watches].map(([component, each]) => {
    const own = columns.filter((column) => column.component === component);
    const samples = Object.fromEntries(own.map(({ metric, values }) => [metric, values[t]!]));
    return [component, each.observe(at[t]!, samples).moved] as const;
  });
}

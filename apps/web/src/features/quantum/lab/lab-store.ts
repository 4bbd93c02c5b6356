import type { DecodedShot, Injection, LabExperiment, MemoryLattice } from "@homeostat/core/quantum";
import { create } from "zustand";
import type { ShotStreamItem, ShotStreamLive } from "@homeostat/core/protocol";
import { fetchJson } from "../../../live/index.ts";
import { followStream } from "./follow-stream.ts";
import type { LabQuestion, LabReply, LabRequest, Pace, StreamFigures } from "./messages.ts";

interface LabState {
  readonly experiment: LabExperiment;
  readonly phase: "opening" | "ready" | "failed";
  readonly problem: string;
  readonly lattice: MemoryLattice | undefined;
  readonly layers: number;
  /** Which shot of the noise is shown; counts up. */
  readonly shot: number;
  readonly isNoisy: boolean;
  readonly injections: readonly Injection[];
  /** The last layer that is seen. */
  readonly layer: number;
  readonly decoded: DecodedShot | undefined;
  readonly pace: Pace | null;
  readonly figures: StreamFigures | undefined;
  /** The stream of the server that is shown in place of an experiment of one's own. */
  readonly stream: ShotStreamItem | null;
  readonly live: ShotStreamLive | undefined;
}

const seed = 2026;

export const useLab = create<LabState>(() => ({
  experiment: { code: "rotated_memory_x", distance: 5, rounds: 5, p: 0.005 },
  phase: "opening",
  problem: "",
  lattice: undefined,
  layers: 0,
  shot: 0,
  isNoisy: true,
  injections: [],
  layer: 0,
  decoded: undefined,
  pace: null,
  figures: undefined,
  stream: null,
  live: undefined,
}));

/** Layers of a stream on their way to the screen. */
export const incomingLayers: (readonly number[])[] = [];
const mostIncoming = 1500;
/** Detection events of the newest shots of the server's stream, oldest first. */
const newestShots: (readonly number[])[] = [];
const mostKeptShots = 256;
const thousand = 1000;
let stopFollowing: () => void = () => undefined;

let worker: Worker | undefined;
/** Counts what the page has shown: an experiment, a stream. */
let subject = 0;
let asked = 0;
/** When the question that is still open was asked. */
let askedAt = 0;
/** Milliseconds from a click to the drawn matching, newest last. */
export const drawTimesMs: number[] = [];

/** Called by the lattice when it has drawn what `decoded` says. */
export function noteDrawn(): void {
  if (askedAt === 0) return;
  drawTimesMs.push(performance.now() - askedAt);
  performance.measure("quantum: key to drawn", { start: askedAt });
  if (drawTimesMs.length > 200) drawTimesMs.shift();
  askedAt = 0;
}

function ask(question: LabQuestion): void {
  const request: LabRequest = { ...question, subject };
  worker?.postMessage(request);
}

function decode(): void {
  const { shot, isNoisy, injections, layer, phase, stream } = useLab.getState();
  if (phase !== "ready") return;
  if (stream !== null) {
    const events = newestShots.at(-1 - (shot % Math.max(1, newestShots.length)));
    if (events !== undefined) ask({ kind: "match", id: ++asked, events, layer });
    return;
  }
  askedAt = performance.now();
  ask({ kind: "decode", id: ++asked, shot: isNoisy ? shot : null, injections, layer });
}

function hear({ data }: MessageEvent<LabReply>): void {
  if (data.subject !== subject) return;
  switch (data.kind) {
    case "opened":
      useLab.setState((s) => ({
        phase: "ready",
        lattice: data.lattice,
        layers: data.layers,
        layer: data.layers - 1,
        // A stream flows until somebody holds it.
        pace: s.stream === null ? null : thousand,
      }));
      decode();
      break;
    case "decoded":
      if (data.id === asked) useLab.setState({ decoded: data.decoded });
      break;
    case "layers":
      takeLayers(data.layers);
      break;
    case "figures":
      useLab.setState({ figures: data.figures });
      break;
    case "failed":
      useLab.setState({ phase: "failed", problem: data.message, pace: null });
      break;
  }
}

/** Starts the worker and the experiment; the returned function ends both. */
export function startLab(): () => void {
  worker = new Worker(new URL("./lab.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", hear);
  openExperiment(useLab.getState().experiment);
  void showFirstStream();
  return () => {
    leave();
    worker?.terminate();
    worker = undefined;
    useLab.setState({ phase: "opening", pace: null, decoded: undefined });
  };
}

/** Where the system has a quantum processor, it is what the page is about. */
async function showFirstStream(): Promise<void> {
  const streams = await fetchJson<readonly ShotStreamItem[]>("/api/quantum/streams").catch(() => []);
  const first = streams.find(({ component }) => component !== null) ?? streams[0];
  if (first !== undefined && worker !== undefined) openStream(first);
}

/** Shows a stream that the server decodes. */
export function openStream(item: ShotStreamItem): void {
  leave();
  useLab.setState({
    ...closed,
    stream: item,
    experiment: item.experiment ?? useLab.getState().experiment,
  });
  stopFollowing = followStream(item, {
    open: (layout, prior) => ask({ kind: "openStream", layout, prior, experiment: item.experiment }),
    show: (live, figures, shots, layers) => {
      newestShots.push(...shots);
      newestShots.splice(0, newestShots.length - mostKeptShots);
      if (useLab.getState().pace !== null) takeLayers(layers);
      useLab.setState({ live, figures });
    },
    fail: (message) => useLab.setState({ phase: "failed", problem: message }),
  });
}

/** Leaves what is shown: nothing that still comes of it is taken. */
function leave(): void {
  subject++;
  stopFollowing();
  stopFollowing = () => undefined;
  incomingLayers.length = 0;
  newestShots.length = 0;
}

const closed = {
  phase: "opening",
  problem: "",
  lattice: undefined,
  decoded: undefined,
  figures: undefined,
  live: undefined,
  pace: null,
  injections: [],
  shot: 0,
} as const;

function takeLayers(layers: readonly (readonly number[])[]): void {
  incomingLayers.push(...layers);
  if (incomingLayers.length > mostIncoming) incomingLayers.splice(0, incomingLayers.length - mostIncoming);
}

export function openExperiment(experiment: LabExperiment): void {
  leave();
  useLab.setState({ ...closed, experiment, stream: null });
  ask({ kind: "open", experiment, seed });
}

/** Shows what is known after `layer`, within those that there are. */
export function showLayer(layer: number): void {
  const { layers } = useLab.getState();
  const shown = Math.max(0, Math.min(layers - 1, layer));
  if (shown === useLab.getState().layer) return;
  useLab.setState({ layer: shown });
  decode();
}

export function nextShot(): void {
  useLab.setState((s) => ({ shot: s.shot + 1 }));
  decode();
}

export function setNoise(isNoisy: boolean): void {
  useLab.setState({ isNoisy });
  decode();
}

/** Puts a Pauli on a qubit at the shown round, in place of the one that was there; the same again takes it back. */
export function inject(qubit: number, pauli: Injection["pauli"] | null): void {
  const { injections, layer, experiment, stream } = useLab.getState();
  if (stream !== null) return;
  const round = Math.min(layer, experiment.rounds - 1);
  const before = injections.find((one) => one.qubit === qubit && one.round === round);
  const others = injections.filter((one) => one !== before);
  const isTakenBack = pauli === null || before?.pauli === pauli;
  if (isTakenBack && before === undefined) return;
  useLab.setState({ injections: isTakenBack ? others : [...others, { qubit, round, pauli }] });
  decode();
}

/** What a click on a qubit does: X, and with each further click Y, Z, and nothing again. */
export function injectNext(qubit: number): void {
  const { injections, layer, experiment } = useLab.getState();
  const round = Math.min(layer, experiment.rounds - 1);
  const before = injections.find((one) => one.qubit === qubit && one.round === round)?.pauli;
  inject(qubit, before === undefined ? "X" : before === "X" ? "Y" : before === "Y" ? "Z" : null);
}

export function removeInjection(injection: Injection): void {
  useLab.setState((s) => ({ injections: s.injections.filter((one) => one !== injection) }));
  decode();
}

export function clearInjections(): void {
  useLab.setState({ injections: [] });
  decode();
}

export function setPace(pace: Pace | null): void {
  incomingLayers.length = 0;
  if (useLab.getState().stream !== null) {
    useLab.setState({ pace, shot: 0 });
    if (pace === null) decode();
    return;
  }
  useLab.setState({ pace });
  ask({ kind: "stream", pace });
}

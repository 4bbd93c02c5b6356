import { InputError, Rng } from "@homeostat/core/kernel";
import {
  type DetectionBatch,
  type LabExperiment,
  LayerMatcher,
  MemoryLab,
  parseErrorModel,
  setBits,
  shotBatch,
  StreamStatistics,
  suppressionFactor,
} from "@homeostat/core/quantum";
import {
  cycleUs,
  type LabAnswer,
  type LabQuestion,
  type LabReply,
  type LabRequest,
  type Pace,
  type StreamFigures,
} from "./messages.ts";

const turnMs = 50;
/** How much of a turn may be spent on shots, so that a click is answered at once. */
const busyMs = 18;
const figuresEveryMs = 400;
const slowEveryMs = 3000;
/** A browser's clock is too coarse for one shot: so many are timed together. */
const shotsTimedTogether = 16;
/** Shots before the decoder's time counts: until then it is being compiled and fills its tables. */
const warmUpShots = 1500;
/** Layers told to the page in one turn at most; beyond that nobody can see them. */
const mostLayersTold = 60;

/** One code whose shots are sampled and decoded. */
class Sampled {
  readonly lab: MemoryLab;
  readonly statistics: StreamStatistics;
  #batch: DetectionBatch | undefined;
  #next = 0;
  readonly #events: Int32Array;

  constructor(experiment: LabExperiment, rng: Rng) {
    this.lab = new MemoryLab(experiment, rng);
    const { places, lattice } = this.lab;
    this.statistics = new StreamStatistics(places, lattice.stabilizers.length, experiment.rounds, cycleUs);
    this.#events = new Int32Array(places.length);
  }

  /** Samples and decodes some shots; gives the batch and index of the last. */
  run(count: number): { batch: DetectionBatch; shot: number } {
    const { decoder } = this.lab;
    if (this.#batch === undefined || this.#next + count > this.#batch.detectors.shots) {
      this.#batch = this.lab.sample();
      this.#next = 0;
    }
    const batch = this.#batch;
    const from = this.#next;
    this.#next += count;
    const wrong: boolean[] = [];
    const start = performance.now();
    for (let s = from; s < from + count; s++) {
      decoder.decode(this.#events, setBits(batch.detectors, s, this.#events));
      wrong.push((decoder.prediction[0]! & 1) !== (batch.observables.rows[s * batch.observables.bytesPerShot]! & 1));
    }
    const each = this.statistics.shots < warmUpShots ? undefined : ((performance.now() - start) * 1000) / count;
    wrong.forEach((isWrong, i) => this.statistics.add(batch.detectors, from + i, isWrong, each));
    return { batch, shot: from + count - 1 };
  }
}

let current: Sampled | undefined;
let matcher: LayerMatcher | undefined;
/** The code of distance d − 2, for the suppression factor. */
let smaller: Sampled | undefined;
let shots: DetectionBatch[] = [];
/** Pairs of many stabilizers are told less often: they are megabytes. */
const fewStabilizers = 150;
let told: readonly [Float64Array, Float64Array] | undefined;
let toldAt = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** What the page looked at when it last asked. */
let subject = 0;

function say(answer: LabAnswer): void {
  const reply: LabReply = { ...answer, subject };
  postMessage(reply);
}

function open(experiment: LabExperiment, seed: number): void {
  stream(null);
  const rng = new Rng(seed);
  current = new Sampled(experiment, rng.fork("main"));
  smaller = undefined;
  shots = [];
  told = undefined;
  say({ kind: "opened", lattice: current.lab.lattice, layers: current.lab.layers });
}

/** The batch and index of the n-th shot of the noise, or of a shot without noise. */
function shotAt(lab: MemoryLab, n: number | null): { batch: DetectionBatch; shot: number } {
  if (n === null)
    return { batch: { detectors: shotBatch(lab.places.length, 1), observables: shotBatch(1, 1) }, shot: 0 };
  let first = 0;
  for (let i = 0; ; i++) {
    const batch = (shots[i] ??= lab.sample());
    if (n < first + batch.detectors.shots) return { batch, shot: n - first };
    first += batch.detectors.shots;
  }
}

function decode({ id, shot: n, injections, layer }: Extract<LabQuestion, { kind: "decode" }>): void {
  if (current === undefined) return;
  const { batch, shot } = shotAt(current.lab, n);
  const decoded = current.lab.decode(current.lab.disturb(batch, shot, injections), layer);
  say({ kind: "decoded", id, decoded });
}

/** Gets ready to match shots of a stream; the reply says what there is to draw. */
function openStream({ prior, layout, experiment }: Extract<LabQuestion, { kind: "openStream" }>): void {
  stream(null);
  current = undefined;
  const corrections = experiment === null ? undefined : new MemoryLab(experiment, new Rng(0)).corrections;
  matcher = new LayerMatcher(parseErrorModel(prior), layout, corrections);
  say({ kind: "opened", lattice: layout.lattice, layers: layout.layers });
}

function match({ id, events, layer }: Extract<LabQuestion, { kind: "match" }>): void {
  if (matcher === undefined) return;
  say({ kind: "decoded", id, decoded: { ...matcher.match(events, layer), actualFlip: undefined } });
}

function stream(pace: Pace | null): void {
  clearInterval(timer);
  timer = undefined;
  if (pace === null || current === undefined) return;
  const { experiment } = current.lab;
  if (smaller === undefined && experiment.distance >= 5) {
    const one = { ...experiment, distance: experiment.distance - 2 };
    smaller = new Sampled(one, new Rng(experiment.distance).fork("smaller"));
  }
  let owedShots = 0;
  let lastFigures = 0;
  let lastTurn = performance.now();
  let done = 0;
  const started = performance.now();
  const turn = () => {
    const now = performance.now();
    if (current === undefined) return;
    if (pace !== "all") owedShots += ((now - lastTurn) / 1000) * (pace / experiment.rounds);
    lastTurn = now;
    const seen: (readonly number[])[] = [];
    for (;;) {
      const count = pace === "all" ? shotsTimedTogether : Math.min(shotsTimedTogether, Math.floor(owedShots));
      if (count === 0 || performance.now() - now >= busyMs) break;
      const { batch, shot } = current.run(count);
      smaller?.run(count);
      owedShots -= count;
      done += count;
      for (let s = shot - count + 1; s <= shot && seen.length < mostLayersTold; s++)
        seen.push(...layersOf(current.lab, batch, s));
    }
    // What cannot be kept up with is not made up for.
    owedShots = Math.max(0, Math.min(owedShots, 64));
    say({ kind: "layers", layers: seen });
    if (now - lastFigures < figuresEveryMs) return;
    lastFigures = now;
    const seconds = Math.max(0.001, (now - started) / 1000);
    say({ kind: "figures", figures: figuresOf(current, smaller?.statistics, (done * experiment.rounds) / seconds) });
  };
  timer = setInterval(turn, turnMs);
}

function layersOf(lab: MemoryLab, { detectors }: DetectionBatch, shot: number): (readonly number[])[] {
  const layers: number[][] = Array.from({ length: lab.layers }, () => []);
  const events = new Int32Array(lab.places.length);
  const count = setBits(detectors, shot, events);
  for (let i = 0; i < count; i++) {
    const { stabilizer, layer } = lab.places[events[i]!]!;
    layers[layer]!.push(stabilizer);
  }
  return layers;
}

function figuresOf(
  { statistics, lab }: Sampled,
  other: StreamStatistics | undefined,
  roundsPerSecond: number,
): StreamFigures {
  const { distance, rounds } = lab.experiment;
  const now = performance.now();
  if (told === undefined || statistics.detectionFractions().length <= fewStabilizers || now - toldAt > slowEveryMs) {
    told = [statistics.correlations(0), statistics.correlations(1)];
    toldAt = now;
  }
  return {
    shots: statistics.shots,
    roundsPerSecond,
    mistakes: statistics.mistakes,
    logicalError: statistics.logicalErrorPerRound(),
    weight: statistics.weight,
    distances: [distance - 2, distance],
    suppression:
      other &&
      suppressionFactor([
        { distance: distance - 2, rounds, mistakes: other.mistakes, shots: other.shots },
        { distance, rounds, mistakes: statistics.mistakes, shots: statistics.shots },
      ]),
    detectionFraction: statistics.detectionFraction,
    detectionFractions: statistics.detectionFractions(),
    decodeUs: statistics.shots < warmUpShots ? undefined : statistics.decodeUsPerRound(),
    backlog: statistics.backlog(),
    bursts: statistics.bursts,
    correlations: told,
  };
}

onmessage = ({ data }: MessageEvent<LabRequest>) => {
  subject = data.subject;
  try {
    if (data.kind === "open") open(data.experiment, data.seed);
    else if (data.kind === "decode") decode(data);
    else if (data.kind === "openStream") openStream(data);
    else if (data.kind === "match") match(data);
    else stream(data.pace);
  } catch (error) {
    stream(null);
    say({ kind: "failed", message: error instanceof InputError ? error.message : String(error) });
  }
};

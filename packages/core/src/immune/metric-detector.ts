import { type EpochMs, FloatArena } from "../kernel/index.ts";
import { EventGate } from "./event-gate.ts";
import { MovingMean } from "./moving-mean.ts";
import { type Antibody, Repertoire, type Verdict } from "./repertoire.ts";
import { SelfViews, tailWarmUp } from "./self-views.ts";

/** What a forecast says of a sample before it is seen; a NaN member, or none at all, means that it does not know. */
export interface Expectation {
  /** From the last samples. */
  readonly expected: number;
  /** What is normal for this time, whatever the last samples were. */
  readonly usual: number;
}

/** How a detector looks at a metric. */
export const viewNames = ["value", "mean", "unusual", "unusual for long", "unexpected", "restless"] as const;
export type ViewName = (typeof viewNames)[number];

export type Intake = "learned" | "missing" | "out of order" | "counter reset";

export interface MetricReading {
  /** How anomalous the metric is now, 0..1: rises at once, fades over some 25 samples. For pictures and correlation. */
  readonly level: number;
  /** How surprising this sample is, 0..1; an event takes at least `eventThreshold`. */
  readonly surprise: number;
  /** Whether an episode starts here that a person should hear of. */
  readonly isEvent: boolean;
  readonly isWarmingUp: boolean;
  readonly intake: Intake;
}

export interface MetricDetectorOptions {
  /** Views that neither surprise nor level heed; to measure what each is worth. */
  readonly without?: readonly ViewName[];
}

/** From this surprise on, a sample may start an event. */
export const eventThreshold = 0.5;

/** What a detector knew when it raised an event; an answer to the event needs it. */
export interface EventShape {
  readonly views: readonly number[];
  readonly surprise: number;
}

/** What an answer changed in a detector. */
export interface Lesson {
  /** What a surprise of the answered shape is multiplied by, before the answer and after it: below 1 it is tolerated. */
  readonly before: number;
  readonly after: number;
  /** What all answers of this kind to this shape weigh now; one fresh answer is 1, and age halves it. */
  readonly weight: number;
}

export interface MetricDetectorState {
  readonly numbers: readonly number[];
  readonly antibodies: readonly Antibody[];
}

/** Beyond this a number is no measurement, and its square would be infinite. */
const largestValue = 1e150;
/** The unbounded surprise at `eventThreshold`. */
const surpriseAtThreshold = 2.6;
const farthest = 10;
const levelFade = 0.04;
const levelSaturation = 9;
/** The held distance at which the level is one half. */
const levelMiddle = 8;
/** How much each view adds to the surprise, and to the level. */
const surpriseWeights = [1, 1, 0, 0.5, 0, 0.5] as const;
const levelWeights = [1, 0, 1, 0.5, 1, 0] as const;
/** From this many times the threshold on, a sample is clearly not self … */
const clearlyStrange = 3;
/** … and of such samples one in so many is learned: what stays becomes normal, but slowly. */
export const strangeShare = 4;
const fastMemory = 0.1;
/** Samples that must only rise before a fall is taken for a counter's reset. */
const counterEvidence = 32;

const slot = {
  count: 0,
  lastAt: 1,
  last: 2,
  interval: 3,
  held: 4,
  fast: 5,
  rises: 6,
  falls: 7,
  missing: 8,
  outOfOrder: 9,
  resets: 10,
  instant: 11,
  strange: 12,
  longestGap: 13,
  size: 14,
} as const;

const arenaSize =
  slot.size + viewNames.length + SelfViews.slots(viewNames.length) + 3 * MovingMean.slots + EventGate.slots;

/**
 * The immune system of one metric: six views of it (its value, its short mean, what a forecast did not expect of it,
 * …), each with a learned region of self. Streaming and strictly causal: a sample is judged before it is learned.
 * There is nothing to configure. With the same samples in the same order, every output is the same.
 */
export class MetricDetector {
  readonly #arena = new FloatArena(arenaSize);
  /** Everything, this detector's own slots first, then the signed outer distances of the last sample by view. */
  readonly #s: Float64Array = this.#arena.block;
  readonly #views: number = this.#arena.take(slot.size + viewNames.length) + slot.size;
  readonly #self = new SelfViews(this.#arena, viewNames.length);
  readonly #gate = new EventGate(this.#arena, surpriseAtThreshold);
  readonly #meanOf = new MovingMean(this.#arena);
  readonly #unusualMeanOf = new MovingMean(this.#arena);
  readonly #restlessOf = new MovingMean(this.#arena);
  readonly #repertoire = new Repertoire();
  readonly #surpriseWeights: readonly number[];
  readonly #levelWeights: readonly number[];

  constructor({ without = [] }: MetricDetectorOptions = {}) {
    const heeded = (weights: readonly number[]) =>
      without.length === 0 ? weights : weights.map((weight, i) => (without.includes(viewNames[i]!) ? 0 : weight));
    this.#surpriseWeights = heeded(surpriseWeights);
    this.#levelWeights = heeded(levelWeights);
  }

  /** How many samples were judged but not learned, by why. */
  get skipped(): { readonly missing: number; readonly outOfOrder: number; readonly counterResets: number } {
    const s = this.#s;
    return { missing: s[slot.missing]!, outOfOrder: s[slot.outOfOrder]!, counterResets: s[slot.resets]! };
  }

  /** Samples learned so far. */
  get count(): number {
    return this.#s[slot.count]!;
  }

  get lastAt(): EpochMs {
    return this.#s[slot.lastAt]!;
  }

  /** The typical time between samples; 0 before the second. */
  get intervalMs(): number {
    return this.#s[slot.interval]!;
  }

  /** The longest time after which a sample still came. */
  get longestGapMs(): number {
    return this.#s[slot.longestGap]!;
  }

  get antibodies(): readonly Antibody[] {
    return this.#repertoire.antibodies;
  }

  /** How far the last sample lay outside self, as antibodies see it: what a component's detector adds up. */
  get distance(): number {
    return this.#s[slot.instant]!;
  }

  /** How far the last sample has departed from self: signed, in outer self radii, unbounded. */
  get departure(): number {
    return this.#self.departure(0, this.#s[slot.last]!);
  }

  /** The last sample's views with their surprise, to be kept with an event until someone answers it. */
  shape(): EventShape {
    return { views: this.#viewValues(), surprise: this.#surprise() };
  }

  observe(at: EpochMs, value: number, expectation?: Expectation): MetricReading {
    const s = this.#s;
    if (!(Math.abs(value) < largestValue) || !Number.isFinite(at)) {
      s[slot.missing]!++;
      return this.#reading(0, false, "missing");
    }
    const count = s[slot.count]!;
    if (count > 0 && at <= s[slot.lastAt]!) {
      s[slot.outOfOrder]!++;
      return this.#reading(0, false, "out of order");
    }
    const isReset = count > 0 && this.#isReset(value);
    if (count > 0) this.#notice(at, value);
    s[slot.lastAt] = at;
    s[slot.last] = value;
    if (isReset) {
      s[slot.resets]!++;
      s[slot.fast] = value;
      return this.#reading(0, false, "counter reset");
    }
    s[slot.count] = count + 1;
    const instant = this.#look(value, expectation);
    const plain = this.#surprise();
    const isTaught = this.#repertoire.antibodies.length > 0;
    const factor = isTaught ? this.#repertoire.factor(this.#viewValues(), plain, count) : 1;
    const surprise = plain * factor;
    s[slot.instant] = instant * factor;
    // What is tolerated is calmer in the picture too; what is sought is not drawn worse than it is.
    s[slot.held] = Math.max(instant * Math.min(1, factor), (1 - levelFade) * s[slot.held]!);
    const isEvent = this.#gate.passes(surprise, count);
    return this.#reading(surprise / (surprise + surpriseAtThreshold), isEvent, "learned");
  }

  /** Teaches the detector what a person said of an event that it raised. */
  answer({ views, surprise }: EventShape, verdict: Verdict): Lesson {
    const before = this.#repertoire.factor(views, surprise, this.count);
    const { weight } = this.#repertoire.answer(views, surprise, this.count, verdict);
    return { before, after: this.#repertoire.factor(views, surprise, this.count), weight };
  }

  save(): MetricDetectorState {
    return { numbers: this.#arena.save(), antibodies: this.#repertoire.antibodies };
  }

  load(state: MetricDetectorState): void {
    this.#arena.load(state.numbers);
    this.#repertoire.load(state.antibodies);
  }

  #reading(surprise: number, isEvent: boolean, intake: Intake): MetricReading {
    const held = this.#s[slot.held]!;
    const cube = held * held * held;
    return {
      level: cube / (cube + levelMiddle ** 3),
      surprise,
      isEvent,
      isWarmingUp: this.#s[slot.count]! <= tailWarmUp,
      intake,
    };
  }

  /** A metric that has only ever risen and now falls is a counter that starts again. */
  #isReset(value: number): boolean {
    const s = this.#s;
    const rises = s[slot.rises]!;
    return value < s[slot.last]! && rises >= counterEvidence && s[slot.falls]! * counterEvidence <= rises;
  }

  #notice(at: EpochMs, value: number): void {
    const s = this.#s;
    if (value > s[slot.last]!) s[slot.rises]!++;
    else if (value < s[slot.last]!) s[slot.falls]!++;
    const gap = at - s[slot.lastAt]!;
    s[slot.longestGap] = Math.max(gap, s[slot.longestGap]!);
    const interval = s[slot.interval]!;
    if (interval > 0 && gap > 24 * interval) {
      this.#meanOf.clear();
      this.#unusualMeanOf.clear();
      this.#restlessOf.clear();
    }
    s[slot.interval] = interval === 0 ? gap : interval + 0.05 * (Math.min(gap, 4 * interval) - interval);
  }

  /** Takes the sample in by every view, and gives how far it lies outside self. */
  #look(value: number, expectation: Expectation | undefined): number {
    const s = this.#s;
    const usual = measured(expectation?.usual);
    const expected = measured(expectation?.expected);
    const isFirst = s[slot.count] === 1;
    const last = isFirst ? value : s[slot.fast]!;
    const unusual = Number.isNaN(usual) ? 0 : value - usual;
    const unexpected = Number.isNaN(expected) ? value - last : value - expected;
    s[slot.fast] = isFirst ? value : last + fastMemory * (value - last);
    const mean = this.#meanOf.push(value);
    const unusualMean = this.#unusualMeanOf.push(unusual);
    const restless = this.#restlessOf.push(Math.abs(unexpected));

    const self = this.#self;
    const views = this.#views;
    s[views] = self.outerDistance(0, value);
    s[views + 1] = self.outerDistance(1, mean);
    s[views + 2] = self.outerDistance(2, unusual);
    s[views + 3] = self.outerDistance(3, unusualMean);
    s[views + 4] = self.outerDistance(4, unexpected);
    s[views + 5] = self.outerDistance(5, restless);
    const weights = this.#levelWeights;
    const instant =
      weights[0]! * saturated(self.innerDistance(0, value)) +
      weights[2]! * saturated(self.innerDistance(2, unusual)) +
      weights[3]! * saturated(self.innerDistance(3, unusualMean)) +
      weights[4]! * saturated(self.innerDistance(4, unexpected));
    self.set(0, value);
    self.set(1, mean);
    self.set(2, unusual);
    self.set(3, unusualMean);
    self.set(4, unexpected);
    self.set(5, restless);
    if (this.#surprise() < clearlyStrange * surpriseAtThreshold) s[slot.strange] = 0;
    else s[slot.strange]!++;
    if (s[slot.strange] === 0 || s[slot.strange]! % strangeShare === 0) self.learn();
    return instant;
  }

  #viewValues(): number[] {
    return Array.from(this.#s.subarray(this.#views, this.#views + viewNames.length));
  }

  #surprise(): number {
    const s = this.#s;
    const views = this.#views;
    const weights = this.#surpriseWeights;
    return (
      weights[0]! * far(s[views]!) +
      weights[1]! * far(s[views + 1]!) +
      weights[3]! * far(s[views + 3]!) +
      weights[5]! * far(s[views + 5]!)
    );
  }
}

/** NaN for what is no measurement. */
function measured(value: number | undefined): number {
  return value !== undefined && Math.abs(value) < largestValue ? value : Number.NaN;
}

function saturated(distance: number): number {
  const size = Math.abs(distance);
  return size / (1 + size / levelSaturation);
}

function far(distance: number): number {
  return Math.min(Math.abs(distance), farthest);
}

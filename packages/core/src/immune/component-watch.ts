import { type EpochMs, FloatArena } from "../kernel/index.ts";
import { EventGate } from "./event-gate.ts";
import {
  type EventShape,
  type Expectation,
  type Lesson,
  MetricDetector,
  type MetricDetectorState,
  type MetricReading,
  strangeShare,
} from "./metric-detector.ts";
import type { Verdict } from "./repertoire.ts";
import { SelfViews } from "./self-views.ts";

/** A metric that moved, and how far. */
export interface MovedMetric {
  readonly metric: string;
  /** Signed, in radii that hold 98 % of self. */
  readonly departure: number;
  /** 0..1. */
  readonly surprise: number;
}

/** An episode that a person should hear of: one for each, however many metrics it moves. */
export interface AnomalyEvent {
  /** Unique for a component: its name and the number of the event. */
  readonly id: string;
  readonly component: string;
  readonly at: EpochMs;
  /** Of all metrics together, 0..1; an event takes at least `eventThreshold`. */
  readonly surprise: number;
  /** Those that lie further out than the mean of all, most surprising first. */
  readonly metrics: readonly MovedMetric[];
}

export interface ComponentReading {
  /** How anomalous the component is over all its metrics together, 0..1; fades over some 25 samples. */
  readonly level: number;
  /** Whether no metric knows its self yet. */
  readonly isWarmingUp: boolean;
  readonly metrics: ReadonlyMap<string, MetricReading>;
  readonly events: readonly AnomalyEvent[];
  /** The metrics that are clearly outside self at this sample, in the order in which they came. */
  readonly moved: readonly MovedMetric[];
  /** Metrics that were there before and have not come for eight of their intervals, nor ever been away so long. */
  readonly absent: readonly string[];
}

export interface ComponentWatchState {
  readonly component: string;
  readonly metrics: Readonly<Record<string, MetricDetectorState>>;
  readonly joint: readonly number[];
  readonly eventCount: number;
  readonly open: readonly OpenEvent[];
}

/** What an answer taught the detector of one metric. */
export interface MetricLesson extends Lesson {
  readonly metric: string;
}

/** A metric that was learned from at this sample, and knows its self. */
interface Judged {
  readonly detector: MetricDetector;
  readonly move: MovedMetric;
}

interface OpenEvent {
  readonly id: string;
  readonly at: EpochMs;
  readonly shapes: Readonly<Record<string, EventShape>>;
}

/** Events kept for an answer. */
const answerable = 64;
const absentIntervals = 8;
/** Radii from which a metric has moved. */
const movedFrom = 3;
/** How far out all metrics together must lie for an event, in their outer self radii: many metrics, one person. */
const eventDistance = 2;
const jointFade = 0.04;
/** The held joint distance, in inner self radii, at which the level is one half. */
const jointMiddle = 3;

const slot = { count: 0, held: 1, strange: 2, size: 3 } as const;

/**
 * The immune system of one component: a detector for each metric, which appear and vanish as they please, and one over
 * how far out they lie on average, with a self radius of its own. A component whose metrics are always a little
 * restless is not anomalous; one whose metrics are all a little off at once is. Only all together raise an event: of a
 * dozen metrics, one is always unusual.
 */
export class ComponentWatch {
  readonly component: string;
  readonly #detectors = new Map<string, MetricDetector>();
  readonly #arena = new FloatArena(slot.size + SelfViews.slots(1) + EventGate.slots);
  readonly #s: Float64Array = this.#arena.block;
  readonly #joint: SelfViews;
  readonly #gate: EventGate;
  #eventCount = 0;
  #open: OpenEvent[] = [];

  constructor(component: string) {
    this.component = component;
    this.#arena.take(slot.size);
    this.#joint = new SelfViews(this.#arena, 1);
    this.#gate = new EventGate(this.#arena, eventDistance);
  }

  /** The detector of a metric, for its antibodies and counts. */
  detector(metric: string): MetricDetector | undefined {
    return this.#detectors.get(metric);
  }

  /**
   * Judges what a component sent at one instant, then learns it. Samples that are not finite are counted as missing;
   * an instant that is not later than the last one is counted as out of order: neither is learned.
   */
  observe(
    at: EpochMs,
    samples: Readonly<Record<string, number>>,
    expectations: Readonly<Record<string, Expectation | undefined>> = {},
  ): ComponentReading {
    const readings = new Map<string, MetricReading>();
    const judged: Judged[] = [];
    for (const metric of Object.keys(samples)) {
      let detector = this.#detectors.get(metric);
      if (detector === undefined) this.#detectors.set(metric, (detector = new MetricDetector()));
      const reading = detector.observe(at, samples[metric]!, expectations[metric]);
      readings.set(metric, reading);
      if (reading.intake !== "learned" || reading.isWarmingUp) continue;
      judged.push({ detector, move: { metric, departure: detector.departure, surprise: reading.surprise } });
    }
    return {
      events: this.#judgeTogether(at, judged),
      level: this.level,
      isWarmingUp: judged.length === 0,
      metrics: readings,
      moved: judged.map(({ move }) => move).filter(({ departure }) => Math.abs(departure) >= movedFrom),
      absent: this.#absent(at, samples),
    };
  }

  /** Ends the silence after an event, once its incident is closed: if it comes back, that is news. */
  rearm(): void {
    this.#gate.rearm();
  }

  get level(): number {
    const held = this.#s[slot.held]!;
    const cube = held * held * held;
    return cube / (cube + jointMiddle ** 3);
  }

  /** The event was real: whatever looks like it is refined into a detector that fires sooner. Empty if unknown. */
  confirm(eventId: string): readonly MetricLesson[] {
    return this.#answer(eventId, "confirmed");
  }

  /** The event was harmless: whatever looks like it is tolerated, until that is forgotten. Empty if unknown. */
  dismiss(eventId: string): readonly MetricLesson[] {
    return this.#answer(eventId, "dismissed");
  }

  save(): ComponentWatchState {
    return {
      component: this.component,
      metrics: Object.fromEntries([...this.#detectors].map(([metric, detector]) => [metric, detector.save()])),
      joint: this.#arena.save(),
      eventCount: this.#eventCount,
      open: this.#open,
    };
  }

  static load(state: ComponentWatchState): ComponentWatch {
    const watch = new ComponentWatch(state.component);
    for (const [metric, saved] of Object.entries(state.metrics)) {
      const detector = new MetricDetector();
      detector.load(saved);
      watch.#detectors.set(metric, detector);
    }
    watch.#arena.load(state.joint);
    watch.#eventCount = state.eventCount;
    watch.#open = [...state.open];
    return watch;
  }

  /** Judges how far out all metrics are together, then learns it. */
  #judgeTogether(at: EpochMs, judged: readonly Judged[]): AnomalyEvent[] {
    if (judged.length === 0) return [];
    const s = this.#s;
    const distance = judged.reduce((sum, { detector }) => sum + detector.distance, 0) / judged.length;
    const count = ++s[slot.count]!;
    const inner = this.#joint.innerDistance(0, distance);
    const outer = this.#joint.outerDistance(0, distance);
    this.#joint.set(0, distance);
    if (outer < eventDistance) s[slot.strange] = 0;
    else s[slot.strange]!++;
    if (s[slot.strange] === 0 || s[slot.strange]! % strangeShare === 0) this.#joint.learn();
    s[slot.held] = Math.max(inner, (1 - jointFade) * s[slot.held]!);
    if (!this.#gate.passes(outer, count)) return [];
    return [
      this.#raise(at, outer, judged.length === 1 ? judged : judged.filter((one) => one.detector.distance > distance)),
    ];
  }

  /** An event, to be answered by what each of the metrics that carry it looked like. */
  #raise(at: EpochMs, outer: number, carriers: readonly Judged[]): AnomalyEvent {
    const id = `${this.component}#${++this.#eventCount}`;
    const shapes = Object.fromEntries(carriers.map(({ detector, move }) => [move.metric, detector.shape()]));
    this.#open.push({ id, at, shapes });
    if (this.#open.length > answerable) this.#open.shift();
    const metrics = carriers.map(({ move }) => move).sort((a, b) => b.surprise - a.surprise);
    return { id, component: this.component, at, surprise: outer / (outer + eventDistance), metrics };
  }

  #answer(eventId: string, verdict: Verdict): readonly MetricLesson[] {
    const event = this.#open.find(({ id }) => id === eventId);
    if (event === undefined) return [];
    this.#open = this.#open.filter((open) => open !== event);
    return Object.entries(event.shapes).flatMap(([metric, shape]) => {
      const lesson = this.#detectors.get(metric)?.answer(shape, verdict);
      return lesson === undefined ? [] : [{ metric, ...lesson }];
    });
  }

  #absent(at: EpochMs, samples: Readonly<Record<string, number>>): string[] {
    const absent: string[] = [];
    if (this.#detectors.size === Object.keys(samples).length) return absent;
    for (const [metric, detector] of this.#detectors) {
      if (metric in samples || detector.intervalMs === 0) continue;
      const usual = Math.max(absentIntervals * detector.intervalMs, detector.longestGapMs);
      if (at - detector.lastAt > usual) absent.push(metric);
    }
    return absent;
  }
}

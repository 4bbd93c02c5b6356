import { type EpochMs, FloatArena } from "../kernel/index.ts";
import { EventGate } from "./event-gate.ts";
import {
  type EventShape,
  type Expectation,
  MetricDetector,
  type MetricDetectorState,
  type MetricReading,
  surpriseAtThreshold,
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
  /** The largest surprise of a metric, or that of all together, 0..1. */
  readonly surprise: number;
  /** Most surprising first; empty where only all metrics together are unusual. */
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
  /** Metrics that were there before and have not come for more than eight of their intervals. */
  readonly absent: readonly string[];
}

export interface ComponentWatchState {
  readonly component: string;
  readonly metrics: Readonly<Record<string, MetricDetectorState>>;
  readonly joint: readonly number[];
  readonly eventCount: number;
  readonly open: readonly OpenEvent[];
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
/** The surprise that a component's event takes, in the units of a detector's `rawSurprise`: many metrics, one person. */
const componentThreshold = 6;
/** A component that has been judged for so many samples counts half as much, one with many nearly whole. */
const caution = 60;
/** How surprising it is when all metrics together lie one outer self radius out. */
const jointWeight = 2;
const jointFade = 0.04;
/** The held joint distance, in inner self radii, at which the level is one half. */
const jointMiddle = 3;

const slot = { count: 0, held: 1, size: 2 } as const;

/**
 * The immune system of one component: a detector for each metric, which appear and vanish as they please, and one
 * over how far all of them lie outside self together, with a self radius of its own. A component whose metrics are
 * always a little restless is not anomalous; one whose metrics are all a little off at once is.
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
    this.#gate = new EventGate(this.#arena, componentThreshold);
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
    const moved: MovedMetric[] = [];
    const alarming: MovedMetric[] = [];
    const shapes: Record<string, EventShape> = {};
    let distance = 0;
    let judged = 0;
    let most = 0;
    for (const metric of Object.keys(samples)) {
      let detector = this.#detectors.get(metric);
      if (detector === undefined) this.#detectors.set(metric, (detector = new MetricDetector()));
      const reading = detector.observe(at, samples[metric]!, expectations[metric]);
      readings.set(metric, reading);
      if (reading.intake !== "learned" || reading.isWarmingUp) continue;
      distance += detector.distance;
      judged++;
      most = Math.max(most, detector.rawSurprise);
      const { departure } = detector;
      const move = { metric, departure, surprise: reading.surprise };
      if (Math.abs(departure) >= movedFrom) moved.push(move);
      if (detector.rawSurprise < surpriseAtThreshold) continue;
      alarming.push(move);
      shapes[metric] = detector.shape();
    }
    if (judged > 1) most = Math.max(most, this.#judgeTogether(distance / judged));
    else if (judged === 1) this.#judgeTogether(distance);
    const count = this.#s[slot.count]!;
    const isEvent = judged > 0 && this.#gate.passes(most / (1 + caution / count), count);
    const events = isEvent ? [this.#raise(at, most, alarming, shapes)] : [];
    const isWarmingUp = judged === 0;
    return { level: this.level, isWarmingUp, metrics: readings, events, moved, absent: this.#absent(at, samples) };
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

  /** The event was real: whatever looks like it is refined into a detector that fires sooner. False if unknown. */
  confirm(eventId: string): boolean {
    return this.#answer(eventId, "confirmed");
  }

  /** The event was harmless: whatever looks like it is tolerated, until that is forgotten. False if unknown. */
  dismiss(eventId: string): boolean {
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

  /** Learns how far out all metrics are together, and gives the surprise of it. */
  #judgeTogether(distance: number): number {
    const s = this.#s;
    s[slot.count]!++;
    const inner = this.#joint.innerDistance(0, distance);
    const outer = this.#joint.outerDistance(0, distance);
    this.#joint.set(0, distance);
    this.#joint.learn();
    s[slot.held] = Math.max(inner, (1 - jointFade) * s[slot.held]!);
    return jointWeight * outer;
  }

  #raise(at: EpochMs, most: number, metrics: MovedMetric[], shapes: Record<string, EventShape>): AnomalyEvent {
    const id = `${this.component}#${++this.#eventCount}`;
    this.#open.push({ id, at, shapes });
    if (this.#open.length > answerable) this.#open.shift();
    metrics.sort((a, b) => b.surprise - a.surprise);
    return { id, component: this.component, at, surprise: most / (most + surpriseAtThreshold), metrics };
  }

  #answer(eventId: string, verdict: Verdict): boolean {
    const event = this.#open.find(({ id }) => id === eventId);
    if (event === undefined) return false;
    for (const [metric, shape] of Object.entries(event.shapes)) this.#detectors.get(metric)?.answer(shape, verdict);
    this.#open = this.#open.filter((open) => open !== event);
    return true;
  }

  #absent(at: EpochMs, samples: Readonly<Record<string, number>>): string[] {
    const absent: string[] = [];
    if (this.#detectors.size === Object.keys(samples).length) return absent;
    for (const [metric, detector] of this.#detectors) {
      if (metric in samples || detector.intervalMs === 0) continue;
      if (at - detector.lastAt > absentIntervals * detector.intervalMs) absent.push(metric);
    }
    return absent;
  }
}

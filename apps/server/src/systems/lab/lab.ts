import { randomUUID } from "node:crypto";
import { InputError } from "@homeostat/core/kernel";
import {
  type Fault,
  type FaultHandle,
  type FaultKind,
  faultSpecs,
  type Frame,
  type SystemModel,
} from "@homeostat/core/system";
import { Child } from "./child.ts";
import { calm, type Conditions, type LoadSettings, type Routes } from "./conditions.ts";
import { ReplicaSet } from "./replica-set.ts";
import { samplesOf, ScrapeWindow } from "./samples.ts";
import { scrape } from "./scrape.ts";

/** The most that the load generator sends in a second: what a dozen processes on one machine can serve. */
const mostRps = 12;
const loadTimeoutMs = 10_000;
const scrapeTimeoutMs = 400;
/** Rates and means are taken over so many periods. */
const periodsPerWindow = 5;
/** Faults that live in a process and end when it is replaced by a fresh one. */
const processFaults: readonly FaultKind[] = ["crash", "hang", "memory-leak", "cpu", "errors"];

/** What actions have changed of a component. */
export interface Interventions {
  shedShare: number;
  isIsolated: boolean;
  openBreakers: Set<string>;
  /** Who takes over its work. */
  routedTo: string | undefined;
}

/**
 * A system of real processes on this machine, as its file says: each replica a Node process that calls others over
 * HTTP. Faults are what they are called: SIGKILL, SIGSTOP, burned processors, held memory.
 */
export class Lab {
  readonly model: SystemModel;
  readonly #sets = new Map<string, ReplicaSet>();
  readonly #interventions = new Map<string, Interventions>();
  readonly #faults = new Map<string, FaultHandle>();
  readonly #windows = new WeakMap<Child, ScrapeWindow>();
  readonly #sequences = new Map<string, number>();
  #load: Child | undefined;
  #isClosed = false;

  readonly #windowMs: number;

  private constructor(model: SystemModel, tickMs: number) {
    this.model = model;
    this.#windowMs = periodsPerWindow * tickMs;
  }

  /** Starts every process and waits until all of them listen. */
  static async start(model: SystemModel, tickMs: number): Promise<Lab> {
    const lab = new Lab(model, tickMs);
    for (const component of model.components) {
      const dependencies = model.dependencies.filter(({ from }) => from === component.id);
      const set = new ReplicaSet(component, dependencies, () => lab.#reroute());
      lab.#sets.set(component.id, set);
      lab.#interventions.set(component.id, {
        shedShare: 0,
        isIsolated: false,
        openBreakers: new Set(),
        routedTo: undefined,
      });
    }
    try {
      const [first, ...others] = lab.#sets.values();
      // What the first one has compiled need not be compiled by the others.
      await first?.grow(first.component.replicas);
      await Promise.all(others.map((set) => set.grow(set.component.replicas)));
      await lab.#startLoad();
    } catch (error) {
      await lab.close();
      throw error;
    }
    return lab;
  }

  setOf(id: string): ReplicaSet {
    const set = this.#sets.get(id);
    if (set === undefined) throw new InputError(`there is no component "${id}"; name one of the system`);
    return set;
  }

  interventionsOn(id: string): Interventions {
    this.setOf(id);
    return this.#interventions.get(id) as Interventions;
  }

  /** The callee whose calls from this component fail most, as its processes counted them. */
  worstCallee(id: string): string | undefined {
    const callees = this.model.dependencies.filter(({ from }) => from === id).map(({ to }) => to);
    const failures = (to: string) =>
      this.setOf(id).children.reduce((total, child) => {
        const window = this.#windows.get(child);
        const series = window?.series(`dependency_requests_total outcome=`) ?? [];
        const failed = series.filter((each) => each.endsWith(` to=${to}`) && !each.includes("outcome=ok "));
        return total + failed.reduce((sum, each) => sum + (window?.growth(each) ?? 0), 0);
      }, 0);
    return callees.sort((a, b) => failures(b) - failures(a))[0];
  }

  /** One frame of every component of which something is known. Processes that hang are silent; none makes others wait. */
  async frames(): Promise<Frame[]> {
    const frames = await Promise.all([...this.#sets.values()].map((set) => this.#frameOf(set)));
    return frames.filter((frame) => frame !== undefined);
  }

  inject(fault: Fault): FaultHandle {
    const set = this.setOf(fault.component);
    if (fault.to !== undefined) this.setOf(fault.to);
    const dose = fault.dose ?? faultSpecs[fault.kind].dose?.default;
    if (fault.kind === "crash") {
      for (const child of set.children.slice(0, Math.round(dose ?? 1))) void child.kill();
    } else if (fault.kind === "hang") {
      for (const child of set.children) child.suspend();
    }
    const handle: FaultHandle = { id: `fault-${randomUUID().slice(0, 8)}`, fault };
    this.#faults.set(handle.id, handle);
    this.applyConditions();
    return handle;
  }

  async clear(id: string): Promise<void> {
    const held = this.#faults.get(id);
    if (held === undefined) return;
    this.#faults.delete(id);
    const set = this.setOf(held.fault.component);
    if (held.fault.kind === "crash") await set.refill();
    const isStillHung = [...this.#faults.values()].some(
      ({ fault }) => fault.kind === "hang" && fault.component === held.fault.component,
    );
    if (held.fault.kind === "hang" && !isStillHung) for (const child of set.children) child.resume();
    this.applyConditions();
  }

  activeFaults(): readonly FaultHandle[] {
    return [...this.#faults.values()];
  }

  /** A component's processes were replaced: what lived in the old ones has ended with them. */
  endProcessFaults(id: string): void {
    for (const { id: handle, fault } of this.#faults.values()) {
      if (fault.component === id && processFaults.includes(fault.kind)) this.#faults.delete(handle);
    }
    this.applyConditions();
  }

  /** Tells every process what faults and actions do to it, and where the others are. */
  applyConditions(): void {
    for (const set of this.#sets.values()) set.setConditions(this.#conditionsOf(set));
    this.#reroute();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#load?.kill(), ...[...this.#sets.values()].map((set) => set.close())]);
  }

  async #startLoad(): Promise<void> {
    const entries = this.model.components.filter(({ loadRps }) => loadRps > 0);
    const total = entries.reduce((sum, { loadRps }) => sum + loadRps, 0);
    const scale = Math.min(1, mostRps / total);
    const settings: LoadSettings = {
      entries: entries.map(({ id, loadRps }) => ({ component: id, rps: loadRps * scale, timeoutMs: loadTimeoutMs })),
    };
    if (entries.length > 0) this.#load = await Child.start("load.ts", settings, () => undefined);
    this.#reroute();
  }

  #reroute(): void {
    if (this.#isClosed) return;
    const own = new Map<string, number[]>();
    for (const [id, set] of this.#sets)
      own.set(
        id,
        set.children.map(({ port }) => port),
      );
    const routes: Record<string, readonly number[]> = {};
    for (const [id, { isIsolated, routedTo }] of this.#interventions) {
      routes[id] = isIsolated ? [] : (own.get(routedTo ?? id) ?? []);
    }
    for (const set of this.#sets.values()) set.setRoutes(routes);
    this.#load?.send({ kind: "routes", routes: routes satisfies Routes });
  }

  #conditionsOf({ component: { id }, memoryLimitBytes }: ReplicaSet): Conditions {
    const { shedShare, openBreakers } = this.#interventions.get(id) as Interventions;
    let { latencyMs, errorShare, cpuShare, leakBytesPerSecond } = calm;
    const cut = new Set<string>();
    for (const { fault } of this.#faults.values()) {
      if (fault.kind === "partition") for (const callee of this.#cutOff(id, fault)) cut.add(callee);
      if (fault.component !== id) continue;
      const dose = fault.dose ?? faultSpecs[fault.kind].dose?.default ?? 0;
      if (fault.kind === "latency") latencyMs += dose;
      if (fault.kind === "errors") errorShare = 1 - (1 - errorShare) * (1 - dose);
      if (fault.kind === "cpu") cpuShare = 1 - (1 - cpuShare) * (1 - dose);
      if (fault.kind === "memory-leak") leakBytesPerSecond += (dose * memoryLimitBytes) / 60;
    }
    return {
      latencyMs,
      errorShare,
      cpuShare,
      leakBytesPerSecond,
      cut: [...cut],
      shedShare,
      openBreakers: [...openBreakers],
    };
  }

  /** The callees that a caller loses by a partition. */
  #cutOff(caller: string, { component, to }: Fault): string[] {
    const callees = this.model.dependencies.filter(({ from }) => from === caller).map(({ to: callee }) => callee);
    if (to === undefined) return caller === component ? callees : [];
    return callees.filter(
      (callee) => (caller === component && callee === to) || (caller === to && callee === component),
    );
  }

  async #frameOf(set: ReplicaSet): Promise<Frame | undefined> {
    const { component, children } = set;
    const scraped = await Promise.all(children.map((child) => this.#scrape(child)));
    const answering = scraped.filter((window) => window !== undefined);
    this.#killOverLimit(set);
    // Processes are there, but none says a word: that is silence, not zero.
    if (answering.length === 0 && children.length > 0) return undefined;
    const samples = samplesOf(component, answering, children.length) as Record<string, number>;
    const sequence = this.#sequences.get(component.id) ?? 0;
    this.#sequences.set(component.id, sequence + 1);
    return { component: component.id, sequence, at: Date.now(), samples };
  }

  async #scrape(child: Child): Promise<ScrapeWindow | undefined> {
    const result = await scrape(child.port, scrapeTimeoutMs);
    if (result === undefined) return undefined;
    const window = this.#windows.get(child) ?? new ScrapeWindow(this.#windowMs);
    this.#windows.set(child, window);
    window.add(result);
    return window;
  }

  /** What a container's memory limit does: a process beyond it is killed. */
  #killOverLimit({ children, memoryLimitBytes }: ReplicaSet): void {
    for (const child of children) {
      const used = this.#windows.get(child)?.now("process_resident_memory_bytes") ?? 0;
      if (used > memoryLimitBytes) void child.kill();
    }
  }
}

import { type Autopilot, memorableKinds } from "@homeostat/core/autonomy";
import type { ConsoleState, JournalEvent } from "@homeostat/core/journal";
import { type EpochMs, InputError, minuteMs } from "@homeostat/core/kernel";
import type { Command, CommandResult, Operator } from "@homeostat/core/protocol";
import type { Frame, ManagedSystem } from "@homeostat/core/system";
import type { Rehearser } from "../rehearsal/index.ts";
import type { Retention } from "../store/index.ts";
import { mayCommand } from "./authority.ts";
import { effectOf } from "./effect-of.ts";
import { Executor } from "./executor.ts";
import { FaultDesk } from "./fault-desk.ts";
import { LearningKeeper } from "./learning-keeper.ts";
import type { LiveJournal } from "./live-journal.ts";
import { recover } from "./recover.ts";

const thinEveryMs = 10 * minuteMs;
const thinPauseMs = 200;
/** How long stopping waits for actions that are under way. */
const stopPatienceMs = 2_000;

export interface LoopOptions {
  readonly system: ManagedSystem;
  readonly managed: "twin" | "lab" | "cluster";
  readonly journal: LiveJournal;
  readonly autopilot: Autopilot;
  readonly rehearser: Rehearser;
  /** The managed system's telemetry is expected at least this often. */
  readonly tickMs: number;
  readonly clock: () => EpochMs;
  readonly retention: Retention;
  /** Called after each batch of telemetry was looked at, before anything else can happen to the system. */
  readonly onLook?: (state: ConsoleState) => void;
  /** Told of what went wrong in a tick; the loop goes on. */
  readonly onProblem: (error: unknown) => void;
}

/**
 * Drives the autopilot against a managed system: the only timers of the server. It ticks when telemetry arrives, and
 * one and a half periods after the last tick where none does, so that silence is noticed too.
 */
export class Loop {
  readonly #options: LoopOptions;
  readonly #executor: Executor;
  readonly #faults: FaultDesk;
  readonly #learning: LearningKeeper;
  readonly #stop = new AbortController();
  readonly #commands = new Map<string, Promise<CommandResult>>();
  #watchdog: NodeJS.Timeout | undefined;
  #thinner: NodeJS.Timeout | undefined;
  #observing: Promise<void> = Promise.resolve();
  #keeping = false;
  #lastTickAt: EpochMs = 0;

  private constructor(options: LoopOptions) {
    this.#options = options;
    this.#executor = new Executor(options.system, options.journal, options.clock);
    this.#faults = new FaultDesk(options.system, options.journal, options.clock);
    this.#learning = new LearningKeeper(options.autopilot, options.journal.store);
  }

  /** Closes what a crash left open, describes the system, and begins to observe it. */
  static async start(options: LoopOptions): Promise<Loop> {
    const { system, managed, journal, clock } = options;
    const model = await system.describe();
    const { faults, actions } = system.capabilities;
    const described: JournalEvent = {
      kind: "SystemDescribed",
      model,
      managed,
      faults: [...faults],
      actions: [...actions],
    };
    const events = [...recover(journal.state, model), described];
    await journal.record(events, clock());
    for (const entry of await journal.store.ofKinds(memorableKinds, 0)) options.autopilot.recall(entry);
    const loop = new Loop(options);
    await loop.#learning.restore(model.components.map(({ id }) => id));
    loop.#observing = loop.#observe();
    loop.#armWatchdog();
    loop.#thinner = setTimeout(() => void loop.#thin(), thinEveryMs);
    return loop;
  }

  /** When the last tick ran to its end. */
  get lastTickAt(): EpochMs {
    return this.#lastTickAt;
  }

  /**
   * Carries a command out, at most once for each id, however often and however concurrently it is given. The answer
   * comes when its effect is on disk.
   */
  command(command: Command, operator: Operator): Promise<CommandResult> {
    const running = this.#commands.get(command.id);
    if (running !== undefined) return running;
    const run = this.#carryOut(command, operator).finally(() => this.#commands.delete(command.id));
    this.#commands.set(command.id, run);
    return run;
  }

  /** Stops observing, waits for what is under way to be on disk, and leaves the managed system and the store to their owner. */
  async stop(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#watchdog);
    clearTimeout(this.#thinner);
    await this.#observing;
    await Promise.allSettled(this.#commands.values());
    await this.#executor.stop(stopPatienceMs);
    await this.#options.journal.settled().catch(() => undefined);
    await this.#learning.keepAll(this.#componentIds()).catch(this.#options.onProblem);
  }

  async #carryOut(command: Command, operator: Operator): Promise<CommandResult> {
    const { journal } = this.#options;
    const before = await journal.store.commandResult(command.id);
    if (before !== undefined) return before;
    if (!mayCommand(operator.role, command.kind)) {
      return { ok: false, refusal: "not-allowed", message: `the role ${operator.role} does not allow this` };
    }
    try {
      return await this.#effect(command, operator);
    } catch (error) {
      if (!(error instanceof InputError)) this.#options.onProblem(error);
      return { ok: false, refusal: "failed", message: (error as Error).message };
    }
  }

  async #effect(command: Command, operator: Operator): Promise<CommandResult> {
    const { journal, clock } = this.#options;
    switch (command.kind) {
      case "injectFault":
      case "clearFault":
      case "clearAllFaults":
        return this.#faults.carryOut(command, operator.name);
      case "approve":
      case "veto":
      case "extend":
      case "undo":
      case "takeOver":
      case "judgeFinding":
      case "submitJob":
      case "changeJob":
      case "withdrawJob":
      case "setPowerCap":
      case "setPolicy":
      case "openWindow":
      case "closeWindow":
      case "throwKillSwitch":
      case "resetKillSwitch":
      case "pause":
      case "resume": {
        // Decided and recorded in one turn: nothing can come between, so nothing is decided twice.
        const now = clock();
        const effect = effectOf(journal.state, command, operator, now);
        if ("refusal" in effect) return { ok: false, refusal: effect.refusal, message: effect.message };
        return { ok: true, seq: await journal.record(effect.events, now, command.id) };
      }
    }
  }

  async #observe(): Promise<void> {
    const { system, onProblem } = this.#options;
    try {
      for await (const frames of system.observe(this.#stop.signal)) this.#tick(frames);
    } catch (error) {
      if (!this.#stop.signal.aborted) onProblem(error);
    }
  }

  #tick(frames: readonly Frame[]): void {
    if (this.#stop.signal.aborted) return;
    const { autopilot, journal, clock, onProblem, rehearser } = this.#options;
    const now = clock();
    try {
      const finite = frames.map(finiteOnly);
      autopilot.observe(finite);
      rehearser.observe(journal.state, finite);
      const { events } = autopilot.tick(journal.state, now);
      // A journal that cannot be written stops the server by itself.
      journal.record(events, now).catch(() => undefined);
      this.#lastTickAt = now;
      if (frames.length > 0) this.#options.onLook?.(journal.state);
    } catch (error) {
      onProblem(error);
    }
    this.#rehearse();
    this.#keepFaults(now);
    this.#learning.keepOne(this.#componentIds(), now).catch(onProblem);
    this.#armWatchdog();
  }

  #componentIds(): readonly string[] {
    return this.#options.journal.state.model?.components.map(({ id }) => id) ?? [];
  }

  #rehearse(): void {
    const { autopilot, journal, rehearser, onProblem } = this.#options;
    for (const request of autopilot.takeRehearsals()) {
      rehearser
        .rehearse(request, journal.state)
        .then((results) => autopilot.rehearsed(request.id, results))
        .catch(onProblem);
    }
  }

  #keepFaults(now: EpochMs): void {
    if (this.#keeping) return;
    this.#keeping = true;
    this.#faults
      .keep(now)
      .catch(this.#options.onProblem)
      .finally(() => {
        this.#keeping = false;
      });
  }

  #armWatchdog(): void {
    clearTimeout(this.#watchdog);
    if (this.#stop.signal.aborted) return;
    this.#watchdog = setTimeout(() => this.#tick([]), 1.5 * this.#options.tickMs);
  }

  /** Goes through the old telemetry a piece at a time, so that nobody waits for it. */
  async #thin(): Promise<void> {
    const { journal, clock, retention, onProblem } = this.#options;
    let isMore = false;
    try {
      isMore = await journal.store.thin(clock(), retention);
    } catch (error) {
      onProblem(error);
    }
    if (this.#stop.signal.aborted) return;
    this.#thinner = setTimeout(() => void this.#thin(), isMore ? thinPauseMs : thinEveryMs);
  }
}

/** A sample that is no number was not measured. */
function finiteOnly(frame: Frame): Frame {
  const entries = Object.entries(frame.samples);
  if (entries.every(([, value]) => Number.isFinite(value))) return frame;
  return { ...frame, samples: Object.fromEntries(entries.filter(([, value]) => Number.isFinite(value))) };
}

import type { BrowserToServer, ServerToBrowser, ShotsMessage, ShotStreamLive } from "@homeostat/core/protocol";
import type { Server } from "socket.io";
import type { DeskStream, StreamDesk } from "../intake/index.ts";

const tellEveryMs = 500;
/** Correlations are many numbers and change slowly; those of many stabilizers are told less often still. */
const correlationsEveryMs = 2_500;
const manyStabilizers = 150;

/** What those who watch one stream have been told. */
interface Told {
  shots: number;
  priorVersion: number;
  correlatedAt: number;
  /** A look that has not been answered yet: no second one is begun. */
  isLooking: boolean;
}

interface Watcher {
  readonly id: string;
  readonly rooms: ReadonlySet<string>;
  join(room: string): Promise<void> | void;
  leave(room: string): Promise<void> | void;
  emit(event: "shots", message: ShotsMessage): unknown;
}

/**
 * Tells those who watch a stream of shots what is new of it, twice a second and only where there is something; each look
 * is shared by all who watch. Whoever cannot take it in at that moment is told the next time.
 */
export class ShotFeed {
  readonly #io: Server<BrowserToServer, ServerToBrowser>;
  readonly #desk: StreamDesk;
  readonly #told = new Map<string, Told>();
  readonly #onProblem: (error: unknown) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(io: Server<BrowserToServer, ServerToBrowser>, desk: StreamDesk, onProblem: (error: unknown) => void) {
    this.#io = io;
    this.#desk = desk;
    this.#onProblem = onProblem;
  }

  /**
   * Lets a browser watch one stream, in place of the one before, or none.
   *
   * @returns why it cannot, in one sentence; null where it can
   */
  async watch(watcher: Watcher, name: string | null): Promise<string | null> {
    for (const room of watcher.rooms) if (room.startsWith(prefix)) await watcher.leave(room);
    if (name === null) return null;
    try {
      await this.#desk.ready();
      const stream = this.#desk.find(name);
      const live = await stream.look(0);
      watcher.emit("shots", { name, live, correlations: await correlationsOf(stream) });
      await watcher.join(prefix + name);
      this.#timer ??= setInterval(() => this.#tellAll(), tellEveryMs);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #tellAll(): void {
    const rooms = [...this.#io.of("/").adapter.rooms.keys()].filter((room) => room.startsWith(prefix));
    for (const name of this.#told.keys()) if (!rooms.includes(prefix + name)) this.#told.delete(name);
    for (const room of rooms) this.#tell(room.slice(prefix.length)).catch(this.#onProblem);
    if (rooms.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #tell(name: string): Promise<void> {
    const stream = this.#desk.list().find((one) => one.name === name);
    if (stream === undefined) return;
    let told = this.#told.get(name);
    if (told === undefined) {
      told = { shots: stream.summary().shots, priorVersion: -1, correlatedAt: performance.now(), isLooking: false };
      this.#told.set(name, told);
    }
    if (told.isLooking) return;
    told.isLooking = true;
    try {
      const live = await stream.look(told.shots);
      if (live.shots === told.shots && live.priorVersion === told.priorVersion) return;
      const correlations = isDue(told, live) ? await correlationsOf(stream) : null;
      if (correlations !== null) told.correlatedAt = performance.now();
      told.shots = live.shots;
      told.priorVersion = live.priorVersion;
      this.#io.to(prefix + name).volatile.emit("shots", { name, live, correlations });
    } finally {
      told.isLooking = false;
    }
  }
}

const prefix = "shots/";

function isDue({ correlatedAt }: Told, { detectionFractions }: ShotStreamLive): boolean {
  const factor = detectionFractions.length > manyStabilizers ? 4 : 1;
  return performance.now() - correlatedAt > correlationsEveryMs * factor;
}

async function correlationsOf(stream: DeskStream): Promise<NonNullable<ShotsMessage["correlations"]>> {
  const bytes = ({ buffer }: Float32Array) => new Uint8Array(buffer as ArrayBuffer);
  return [bytes(await stream.correlations(0)), bytes(await stream.correlations(1))];
}

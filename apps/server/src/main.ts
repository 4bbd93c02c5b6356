import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  AnomalyWatch,
  Autopilot,
  DecoderWatch,
  defaultKnowledge,
  LimitWatch,
  PresenceWatch,
  SurplusWatch,
} from "@homeostat/core/autonomy";
import type { ConsoleState, Knowledge } from "@homeostat/core/journal";
import { dayMs, type EpochMs, hourMs } from "@homeostat/core/kernel";
import type { ManagedSystem, SystemModel } from "@homeostat/core/system";
import { pino } from "pino";
import { Gateway, httpApp, Operators, Sessions, trustedOrigins } from "./console/index.ts";
import { ForkDesk, TwinKeeper } from "./fork/index.ts";
import { DeferralDesk, IntensityFeed, yearlyAverageOf } from "./green/index.ts";
import { StreamDesk } from "./intake/index.ts";
import { LiveJournal, Loop } from "./loop/index.ts";
import { type Forkable, Rehearser } from "./rehearsal/index.ts";
import { type Retention, SqliteJournal } from "./store/index.ts";
import { openSystem } from "./systems/index.ts";

export interface ServerOptions {
  readonly model: SystemModel;
  /** @default "twin" */
  readonly managed?: "twin" | "lab";
  /** Where the journal is kept. */
  readonly directory: string;
  /** @default "127.0.0.1" */
  readonly host?: string;
  /** 0 for any free one. @default 0 */
  readonly port?: number;
  /** The built page. */
  readonly webDirectory?: string;
  /** Seeds the twin and the autopilot's draws. @default 1 */
  readonly seed?: number;
  /** Simulated milliseconds for each real one; the twin only. @default 1 */
  readonly speed?: number;
  /** Milliseconds between two batches of telemetry. @default 1000 */
  readonly tickMs?: number;
  /** What is known to help. @default the one that comes with it */
  readonly knowledge?: Knowledge;
  /** A file that lists who may use the console; without it everybody who reaches it may. */
  readonly operatorsFile?: string;
  /** Further origins that may open a line, such as a development server's. */
  readonly origins?: readonly string[];
  /** Where carbon intensity comes from: files, or addresses of a provider. */
  readonly intensity?: readonly string[];
  readonly intensityToken?: string | undefined;
  /** @default "warn" */
  readonly logLevel?: "silent" | "error" | "warn" | "info";
  /** Told once when the server cannot go on, such as when the disk is full; it then closes. */
  readonly onFailure?: (error: unknown) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly journal: LiveJournal;
  close(): Promise<void>;
}

/** How long a rehearsal may take, and how long a proposal waits for it. */
const rehearsalMs = 2_000;
const rehearsalTimeoutMs = 4_000;
const retention: Retention = { wholeMs: 6 * hourMs, keepOneIn: 10, samplesMs: 7 * dayMs };

/**
 * Puts the parts together and starts them: the journal first, then the port, then the managed system and the loop.
 * Where one of them cannot start, whatever was started is stopped again.
 *
 * @throws {InputError} in one sentence, for a journal or an operators file that cannot be used
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host = "127.0.0.1", seed = 1, tickMs = 1_000, managed = "twin", onFailure } = options;
  const log = pino({ name: "homeostat", level: options.logLevel ?? "warn" }, pino.destination({ dest: 2, sync: true }));
  const operators = options.operatorsFile === undefined ? undefined : new Operators(options.operatorsFile);
  const undo: (() => unknown)[] = [];
  const close = async () => {
    for (const each of undo.splice(0).reverse()) await each();
  };
  try {
    const store = new SqliteJournal(options.directory);
    undo.push(() => store.close());
    const journal = await LiveJournal.open(store, (error) => {
      log.error({ err: error }, "the journal cannot be written; the server stops");
      onFailure?.(error);
    });
    const clock = (): EpochMs => Math.max(Date.now(), journal.state.at);

    const server = createServer();
    await listen(server, options.port ?? 0, host);
    const { port } = server.address() as AddressInfo;
    undo.push(() => new Promise((resolve) => server.close(resolve)));

    const speed = options.speed ?? 1;
    const system: ManagedSystem = await openSystem(managed, options.model, { seed, speed, tickMs, clock: Date.now });
    undo.push(() => system.close());
    const decoders = new DecoderWatch(options.model, { nowUs: () => performance.now() * 1000 });
    const watches = [new LimitWatch(), new PresenceWatch(), new AnomalyWatch(), new SurplusWatch(), decoders];
    const { knowledge = defaultKnowledge } = options;
    const autopilot = new Autopilot({ seed, knowledge, rehearsalTimeoutMs, watches });
    const onProblem = (error: unknown) => log.error({ err: error }, "a turn of the loop failed");
    const forkable = isForkable(system) ? system : undefined;
    const rehearser = new Rehearser({ model: options.model, forkable, deadlineMs: rehearsalMs, onProblem });
    undo.push(() => rehearser.close());
    const keeper = new TwinKeeper({ store, stand: () => rehearser.stand(), tickMs, onProblem });
    const onLook = (state: ConsoleState) => keeper.look(state);
    const parts = { onLook, system, managed, journal, autopilot, rehearser, tickMs, clock, retention, onProblem };
    const loop = await Loop.start(parts);
    undo.push(() => loop.stop());

    const forks = new ForkDesk(store);
    undo.push(() => forks.close());
    const yearly = await yearlyAverageOf(options.model);
    const desk = new DeferralDesk({
      yearly,
      model: options.model,
      journal,
      clock,
      onProblem,
    });
    undo.push(() => desk.close());
    const { intensity: sources = [], intensityToken: token } = options;
    const feed = await IntensityFeed.start({ journal, clock, sources, token, onProblem });
    undo.push(() => feed.close());

    const streams = new StreamDesk({ model: options.model, decoders, store, onProblem });
    undo.push(() => streams.close());

    const sessions = new Sessions(store.journal, store.sessionKey, operators, clock);
    const origins = trustedOrigins(host, () => port, options.origins ?? []);
    const gateway = new Gateway(server, { journal, loop, streams, sessions, origins, clock: Date.now, log });
    undo.push(() => gateway.close());
    server.on(
      "request",
      httpApp({
        journal,
        loop,
        desk,
        forks,
        streams,
        sessions,
        origins,
        webDirectory: options.webDirectory,
        clock,
        log,
        people: () => gateway.people,
        onSessionChange: (session) => gateway.changeSession(session),
      }),
    );
    return { url: `http://${host.includes(":") ? `[${host}]` : host}:${port}/`, port, journal, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function isForkable(system: object): system is Forkable {
  return "twinState" in system;
}

function listen(server: ReturnType<typeof createServer>, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

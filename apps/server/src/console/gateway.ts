import type { IncomingMessage, Server as HttpServer } from "node:http";
import { constants, gzipSync } from "node:zlib";
import {
  type BrowserToServer,
  type CommandResult,
  commandSchema,
  type EntriesMessage,
  helloSchema,
  maxMessageBytes,
  type Operator,
  protocolVersion,
  type ServerToBrowser,
} from "@homeostat/core/protocol";
import { type Entry, stateHash } from "@homeostat/core/journal";
import type { Logger } from "pino";
import { type DefaultEventsMap, Server, type Socket } from "socket.io";
import type { StreamDesk } from "../intake/index.ts";
import type { LiveJournal, Loop } from "../loop/index.ts";
import { RateLimit } from "./rate-limit.ts";
import { RecentEntries } from "./recent-entries.ts";
import type { Session, Sessions } from "./sessions.ts";
import { ShotFeed } from "./shot-feed.ts";
import type { TrustedOrigins } from "./trusted-origins.ts";

/** A browser that missed no more than this many entries is sent them, otherwise a snapshot. */
const resumable = 400;
/** Bytes of one message above which the connection itself is closed; up to there a problem is answered. */
const closingBytes = 1_000_000;
/** A browser that has taken in nothing for this long while more was sent is dropped to a snapshot. */
const lagMs = 2_000;
/** Messages at once and in the long run of one browser, and how many beyond that end its connection. */
const messageBurst = 60;
const messagesPerSecond = 20;
const mostIgnored = 500;
/** A snapshot costs as much as this many messages. */
const snapshotCost = 10;
/** How often those who watch are looked up again. */
const reviewEveryMs = 2_000;
const following = "following";
/** What a browser may say. */
const known: ReadonlySet<string> = new Set<keyof BrowserToServer>(["command", "resume", "hash", "watchShots"]);

interface SocketData {
  session: Session;
  limit: RateLimit;
  ignored: number;
  /** Since when nothing could be written to it; 0 while it keeps up. */
  stuckSince: number;
}
type Browser = Socket<BrowserToServer, ServerToBrowser, DefaultEventsMap, SocketData>;

export interface GatewayOptions {
  readonly journal: LiveJournal;
  readonly loop: Loop;
  readonly streams: StreamDesk;
  readonly sessions: Sessions;
  readonly origins: TrustedOrigins;
  readonly clock: () => number;
  readonly log: Logger;
}

/**
 * The live line to browsers: one snapshot, then every entry of the journal as it is on disk, each framed once for all.
 * Whoever was away for a moment is sent what was missed; whoever does not keep up is dropped to a snapshot. Every
 * command is parsed and authorised anew, whatever the connection was once good for.
 */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #io: Server<BrowserToServer, ServerToBrowser, DefaultEventsMap, SocketData>;
  readonly #recent = new RecentEntries(resumable);
  /** Sessions found at the handshake, by its request. */
  readonly #arriving = new WeakMap<IncomingMessage, { session: Session; isNew: boolean }>();
  readonly #unsubscribe: () => void;
  readonly #shots: ShotFeed;
  /** The newest snapshot that was asked for: many who come at once share it. */
  #packed: { seq: number; bytes: Uint8Array<ArrayBuffer> } | undefined;
  #hashed: { seq: number; hash: string } | undefined;
  #people = 0;
  #reviewedAt = 0;

  constructor(server: HttpServer, options: GatewayOptions) {
    this.#options = options;
    this.#io = new Server(server, {
      maxHttpBufferSize: closingBytes,
      // A line that is dead is noticed within about ten seconds.
      pingInterval: 5_000,
      pingTimeout: 6_000,
      perMessageDeflate: false,
      httpCompression: false,
      serveClient: false,
      allowRequest: (request, answer) => answer(this.#admit(request) ? null : "forbidden", this.#admit(request)),
    });
    this.#shots = new ShotFeed(this.#io, options.streams, (error) =>
      options.log.error({ err: error }, "a stream of shots could not be told of"),
    );
    this.#io.engine.on("initial_headers", (headers: Record<string, string>, request: IncomingMessage) => {
      const arriving = this.#arriving.get(request);
      if (arriving?.isNew === true) headers["Set-Cookie"] = options.sessions.setCookie(arriving.session);
    });
    this.#io.use((socket, next) => {
      const arriving = this.#arriving.get(socket.request);
      if (arriving === undefined) return next(new Error("log in first"));
      const limit = new RateLimit(messageBurst, messagesPerSecond, options.clock());
      socket.data = { session: arriving.session, limit, ignored: 0, stuckSince: 0 };
      next();
    });
    this.#io.on("connection", (socket) => this.#welcome(socket));
    this.#unsubscribe = options.journal.onCommit((entries) => this.#broadcast(entries));
  }

  get people(): number {
    return this.#people;
  }

  /** A session has become another, such as by a new name: those who hold it go on under that. */
  changeSession(session: Session): void {
    for (const socket of this.#io.sockets.sockets.values()) {
      if (socket.data.session.id === session.id) socket.data.session = session;
    }
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    this.#shots.close();
    await this.#io.close();
  }

  /** Only our own page may open a line, and where people log in, only for those who have. */
  #admit(request: IncomingMessage): boolean {
    const { origins, sessions, log } = this.#options;
    if (!origins.isTrustedHost(request) || !origins.isTrustedOrigin(request)) {
      log.warn(
        { origin: request.headers.origin, host: request.headers.host },
        "a connection from elsewhere was refused",
      );
      return false;
    }
    if (this.#arriving.has(request)) return true;
    const known = sessions.read(request.headers.cookie);
    const session = known ?? sessions.begin();
    if (session !== undefined) this.#arriving.set(request, { session, isNew: known === undefined });
    return true;
  }

  #welcome(socket: Browser): void {
    socket.use(([event, ...words], next) => {
      if (this.#isFit(socket, event, words)) next();
    });
    socket.on("command", (command, answer) => {
      if (typeof answer !== "function") return this.#problem(socket, "malformed", "a command needs an acknowledgement");
      void this.#command(socket, command).then(answer);
    });
    socket.on("resume", (hello) => this.#follow(socket, hello));
    socket.on("hash", (answer) => {
      if (typeof answer === "function") answer(this.#hash());
    });
    socket.on("watchShots", (name, answer) => {
      if (typeof answer !== "function" || (name !== null && typeof name !== "string"))
        return this.#problem(socket, "malformed", "a stream is watched by its name, and takes an acknowledgement");
      void this.#shots.watch(socket, name).then(answer);
    });
    socket.on("disconnect", () => this.#countPeople());
    this.#countPeople();
    this.#follow(socket, socket.handshake.auth);
  }

  /** Whether a message is one of ours, not too large and not too many; says so where it is not. */
  #isFit(socket: Browser, event: string, words: readonly unknown[]): boolean {
    const { data } = socket;
    const answer = words.at(-1);
    const refuse = (result: CommandResult) => event === "command" && typeof answer === "function" && answer(result);
    if (!data.limit.take(this.#options.clock())) {
      const message = "too many messages; wait a moment and try again";
      refuse({ ok: false, refusal: "too-many", message });
      if (++data.ignored > mostIgnored) socket.disconnect(true);
      return false;
    }
    if (!known.has(event)) {
      this.#problem(socket, "unknown-event", `"${event.slice(0, 40)}" is not known here`);
      return false;
    }
    if (sizeOf(words) > maxMessageBytes) {
      const message = `a message may have up to ${maxMessageBytes} bytes`;
      refuse({ ok: false, refusal: "malformed", message });
      this.#problem(socket, "too-large", message);
      return false;
    }
    return true;
  }

  async #command(socket: Browser, given: unknown): Promise<CommandResult> {
    const { loop, sessions, log } = this.#options;
    const parsed = commandSchema.safeParse(given);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const message = `${issue?.path.join(".") ?? "command"}: ${issue?.message ?? "not a command"}`;
      this.#problem(socket, "malformed", message);
      return { ok: false, refusal: "malformed", message };
    }
    const operator = sessions.operatorOf(socket.data.session);
    if (operator === undefined) {
      log.warn(
        { session: socket.data.session.name, command: parsed.data.kind },
        "a command without a session was refused",
      );
      return { ok: false, refusal: "not-allowed", message: "this session has ended; log in again" };
    }
    const result = await loop.command(parsed.data, operator);
    if (!result.ok && result.refusal === "not-allowed") {
      log.warn({ operator, command: parsed.data.kind }, "a command was refused");
    }
    return result;
  }

  /** Sends what the browser misses, all in one turn, so that nothing can come between it and what follows. */
  #follow(socket: Browser, given: unknown): void {
    const { journal, sessions, clock } = this.#options;
    const parsed = helloSchema.safeParse(given);
    if (!parsed.success) return this.#end(socket, "malformed", "this is not how a browser says hello");
    const hello = parsed.data;
    if (hello.version !== protocolVersion) {
      return this.#end(socket, "version", `this console speaks version ${protocolVersion}; reload the page`);
    }
    const operator = sessions.operatorOf(socket.data.session);
    if (operator === undefined) return this.#end(socket, "malformed", "this session has ended; log in again");
    const { committed, store } = journal;
    const missed =
      hello.journal === store.journal && hello.since !== undefined
        ? this.#recent.after(hello.since, committed.seq)
        : undefined;
    if (missed === undefined) {
      if (!socket.data.limit.take(clock(), snapshotCost)) return this.#end(socket, "malformed", "too many snapshots");
      this.#snapshot(socket, operator);
      return;
    }
    socket.emit("resumed", { journal: store.journal, since: hello.since ?? 0, operator });
    if (missed.length > 0) socket.emit("entries", this.#message(missed));
    void socket.join(following);
  }

  #snapshot(socket: Browser, operator: Operator): void {
    const { committed, store } = this.#options.journal;
    if (this.#packed?.seq !== committed.seq) {
      const bytes = gzipSync(JSON.stringify(committed), { level: constants.Z_BEST_SPEED });
      this.#packed = { seq: committed.seq, bytes: new Uint8Array(bytes) };
    }
    const { bytes: packed } = this.#packed;
    socket.emit("snapshot", { journal: store.journal, version: protocolVersion, packed, operator });
    void socket.join(following);
  }

  #broadcast(entries: readonly Entry[]): void {
    this.#recent.add(entries);
    const caughtUp = this.#review();
    this.#io.to(following).emit("entries", this.#message(entries));
    for (const { socket, operator } of caughtUp) this.#snapshot(socket, operator);
  }

  #message(entries: readonly Entry[]): EntriesMessage {
    return { journal: this.#options.journal.store.journal, entries, sentAt: this.#options.clock() };
  }

  /**
   * Holds back those who do not keep up, and drops those whose right has ended.
   *
   * @returns those who were held back and have caught up: a snapshot brings them back
   */
  #review(): { socket: Browser; operator: Operator }[] {
    const { sessions, clock } = this.#options;
    const now = clock();
    const isDue = now - this.#reviewedAt >= reviewEveryMs;
    if (isDue) this.#reviewedAt = now;
    const caughtUp: { socket: Browser; operator: Operator }[] = [];
    for (const socket of this.#io.sockets.sockets.values()) {
      const { data } = socket;
      const isHeldBack = data.stuckSince > 0 && !socket.rooms.has(following);
      const operator = isDue || isHeldBack ? sessions.operatorOf(data.session) : undefined;
      if (isDue && operator === undefined) this.#end(socket, "malformed", "this session has ended; log in again");
      else if (socket.conn.transport.writable) {
        data.stuckSince = 0;
        if (isHeldBack && operator !== undefined) caughtUp.push({ socket, operator });
      } else if (data.stuckSince === 0) data.stuckSince = now;
      else if (now - data.stuckSince > lagMs) void socket.leave(following);
    }
    return caughtUp;
  }

  #hash(): { seq: number; hash: string } {
    const { committed } = this.#options.journal;
    if (this.#hashed?.seq !== committed.seq) this.#hashed = { seq: committed.seq, hash: stateHash(committed) };
    return this.#hashed;
  }

  #countPeople(): void {
    const sessions = new Set([...this.#io.sockets.sockets.values()].map(({ data }) => data.session.id));
    if (sessions.size === this.#people) return;
    this.#people = sessions.size;
    this.#io.emit("presence", { people: this.#people });
  }

  #problem(socket: Browser, code: "version" | "malformed" | "too-large" | "unknown-event", message: string): void {
    socket.emit("problem", { code, message });
  }

  #end(socket: Browser, code: "version" | "malformed", message: string): void {
    this.#problem(socket, code, message);
    socket.disconnect(true);
  }
}

/** About how many bytes a message has; more than enough for what cannot be written as JSON. */
function sizeOf(words: readonly unknown[]): number {
  let size = 0;
  for (const word of words) {
    if (typeof word === "function") continue;
    if (word instanceof Uint8Array) size += word.byteLength;
    else size += JSON.stringify(word)?.length ?? 0;
  }
  return size;
}

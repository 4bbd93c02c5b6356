import { randomUUID } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { type ConsoleState, type Entry, fold, initialState, stateHash } from "@homeostat/core/journal";
import {
  type BrowserToServer,
  type Command,
  type CommandResult,
  type Operator,
  protocolVersion,
  type ServerToBrowser,
} from "@homeostat/core/protocol";
import { io, type Socket } from "socket.io-client";

type Without<T> = T extends unknown ? Omit<T, "id"> : never;
export type NewCommand = Without<Command>;

export interface TestBrowserOptions {
  /** Sent along with the handshake; the page's own origin where it is left out. */
  readonly origin?: string;
  readonly cookie?: string;
  readonly version?: number;
}

/** What the page does with its line, without the page: one snapshot, then a fold over entries. */
export class TestBrowser implements Disposable {
  readonly socket: Socket<ServerToBrowser, BrowserToServer>;
  readonly problems: string[] = [];
  /** Entries that did not follow what was known. */
  gaps = 0;
  /** Entries that were known already. */
  repeats = 0;
  snapshots = 0;
  resumptions = 0;
  people = 0;
  journal: string | undefined;
  operator: Operator | undefined;
  state: ConsoleState = initialState;
  readonly entries: Entry[] = [];

  constructor(
    url: string,
    { origin = new URL(url).origin, cookie, version = protocolVersion }: TestBrowserOptions = {},
  ) {
    this.socket = io(url, {
      transports: ["websocket"],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
      extraHeaders: { origin, ...(cookie === undefined ? {} : { cookie }) },
      auth: (give) => give(this.#known(version)),
    });
    this.socket.on("snapshot", ({ journal, packed, operator }) => {
      this.snapshots++;
      this.journal = journal;
      this.state = JSON.parse(gunzipSync(packed).toString()) as ConsoleState;
      this.operator = operator;
    });
    this.socket.on("resumed", ({ operator }) => {
      this.resumptions++;
      this.operator = operator;
    });
    this.socket.on("entries", ({ entries }) => {
      for (const entry of entries) this.#take(entry);
    });
    this.socket.on("problem", ({ code }) => this.problems.push(code));
    this.socket.on("presence", ({ people }) => {
      this.people = people;
    });
  }

  /** Gives a command and waits for its answer. */
  command(command: NewCommand, id: string = randomUUID()): Promise<CommandResult> {
    return this.socket.timeout(10_000).emitWithAck("command", { ...command, id });
  }

  /** Waits until what is known is as expected. */
  async until(what: string, isSo: () => boolean, withinMs = 20_000): Promise<void> {
    const endAt = Date.now() + withinMs;
    while (!isSo()) {
      if (Date.now() > endAt) throw new Error(`it never came that ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  connected(): Promise<void> {
    return this.until("it is connected", () => this.snapshots + this.resumptions > 0);
  }

  /** Whether its own state is the server's, to the last bit, once it has caught up with it. */
  async isLikeServer(): Promise<boolean> {
    const mine = new Map<number, string>();
    const note = () => mine.set(this.state.seq, stateHash(this.state));
    for (let i = 0; i < 200; i++) {
      note();
      this.socket.once("entries", note);
      const theirs = await this.socket.timeout(5_000).emitWithAck("hash");
      note();
      const hash = mine.get(theirs.seq);
      if (hash !== undefined) return hash === theirs.hash;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error("it never caught up with the server");
  }

  [Symbol.dispose](): void {
    this.socket.disconnect();
  }

  #known(version: number): { version: number; journal?: string; since?: number } {
    return this.journal === undefined ? { version } : { version, journal: this.journal, since: this.state.seq };
  }

  #take(entry: Entry): void {
    if (entry.seq <= this.state.seq) this.repeats++;
    else if (entry.seq !== this.state.seq + 1) this.gaps++;
    else {
      this.state = fold(this.state, entry);
      this.entries.push(entry);
    }
  }
}

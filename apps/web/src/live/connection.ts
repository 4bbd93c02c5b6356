import { type ConsoleState, type Entry, stateHash } from "@homeostat/core/journal";
import {
  type BrowserToServer,
  type Command,
  type CommandResult,
  type EntriesMessage,
  type Hello,
  protocolVersion,
  type ServerToBrowser,
  type ShotsMessage,
  type SnapshotMessage,
} from "@homeostat/core/protocol";
import { io, type Socket } from "socket.io-client";
import { type ConnectionEvent, connectionTransitions } from "./connection-phase.ts";
import { FrameBatch } from "./frame-batch.ts";
import { useLive } from "./live-store.ts";
import { addMarks, loadMarks } from "./marks.ts";
import { reportPainted } from "./painted.ts";
import { takeEntries } from "./take-entries.ts";
import { unpackState } from "./unpack-state.ts";

const commandTimeoutMs = 8_000;
const hashEveryMs = 60_000;

let socket: Socket<ServerToBrowser, BrowserToServer> | undefined;
/** Settles when the newest snapshot is unpacked; what follows it waits for that. */
let arriving: Promise<void> = Promise.resolve();
let probe: { readonly seq: number; readonly hash: string } | undefined;

/** Opens the one connection of this page; it mends itself for as long as the page is open. */
export function connect(): void {
  if (socket !== undefined) return;
  socket = io({
    auth: (give) => give({ ...hello() }),
    transports: ["websocket", "polling"],
    reconnectionDelay: 300,
    reconnectionDelayMax: 3_000,
  });
  socket.on("connect", () => step("connected"));
  socket.on("disconnect", () => step("disconnected"));
  socket.on("connect_error", () => step("disconnected"));
  socket.on("snapshot", (message) => {
    arriving = arriving
      .then(async () => takeSnapshot(message, await unpackState(message.packed)))
      .catch(() => {
        // A snapshot that cannot be read is asked for again.
        socket?.emit("resume", { version: protocolVersion });
      });
  });
  socket.on("resumed", ({ journal, since, operator }) => {
    if (journal !== useLive.getState().journal || since > useLive.getState().newest.seq) return askAgain();
    useLive.setState({ operator, heardAt: Date.now() });
    step("caught-up");
    checkHash();
  });
  socket.on("entries", (message) => void arriving.then(() => batch.push(message)));
  socket.on("presence", ({ people }) => useLive.setState({ people }));
  socket.on("problem", ({ code }) => {
    if (code === "version") step("version-refused");
  });
  setInterval(checkHash, hashEveryMs);
  addEventListener("online", () => socket?.connect());
}

/**
 * Asks the server to do something. The same command is carried out at most once, however often it is sent, so one that
 * was not answered is sent again when the connection is back.
 */
export async function sendCommand(command: Command): Promise<CommandResult> {
  const connection = socket;
  if (connection === undefined) return notConnected;
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      return await connection.timeout(commandTimeoutMs).emitWithAck("command", command);
    } catch {
      // Not answered in time; sent once more with the same id.
    }
  }
  return notConnected;
}

/**
 * Watches a stream of shots, also over an interruption, until the returned function is called. One stream at a time: the
 * newest counts. `fail` is told in one sentence why it cannot be watched.
 */
export function watchShots(
  name: string,
  take: (message: ShotsMessage) => void,
  fail: (problem: string) => void,
): () => void {
  const connection = socket;
  const ask = () => connection?.emit("watchShots", name, (problem) => problem !== null && fail(problem));
  const hear = (message: ShotsMessage) => message.name === name && take(message);
  connection?.on("shots", hear);
  connection?.on("connect", ask);
  if (connection?.connected === true) ask();
  return () => {
    connection?.off("shots", hear);
    connection?.off("connect", ask);
    if (connection?.connected === true) connection.emit("watchShots", null, () => undefined);
  };
}

const notConnected: CommandResult = { ok: false, refusal: "failed", message: "the server did not answer" };

const batch = new FrameBatch<EntriesMessage>((messages) => {
  const { journal, newest, past, phase } = useLive.getState();
  let state = newest;
  const fresh: Entry[] = [];
  let sentAt = 0;
  for (const message of messages) {
    if (message.journal !== journal) continue;
    sentAt = message.sentAt;
    const before = state.seq;
    const taken = takeEntries(state, message.entries, compareWithProbe);
    state = taken.state;
    for (const entry of message.entries) {
      if (entry.seq > before && entry.seq <= state.seq && entry.event.kind !== "TelemetryRecorded") fresh.push(entry);
    }
    if (taken.gapAt !== undefined) {
      if (phase === "following") askAgain();
      break;
    }
  }
  if (state === newest) return;
  const now = Date.now();
  const skew = now - sentAt;
  const held = useLive.getState().clockSkewMs;
  useLive.setState({
    newest: state,
    heardAt: now,
    // The least delay seen is the best guess of the clocks' difference; it may drift up slowly.
    clockSkewMs: sentAt === 0 ? held : Math.min(skew, held + 1),
    ...(past === null ? { shown: state } : {}),
  });
  if (fresh.length > 0) addMarks(fresh);
  if (sentAt > 0) reportPainted(sentAt);
});

function takeSnapshot({ journal, version, operator }: SnapshotMessage, state: ConsoleState): void {
  if (version !== protocolVersion) return step("version-refused");
  batch.clear();
  const isAnother = journal !== useLive.getState().journal;
  const { past } = useLive.getState();
  useLive.setState({
    journal,
    operator,
    newest: state,
    heardAt: Date.now(),
    ...(isAnother ? { marks: [], clockSkewMs: state.at === 0 ? 0 : useLive.getState().clockSkewMs } : {}),
    ...(past === null ? { shown: state } : {}),
  });
  step("caught-up");
  void loadMarks();
  checkHash();
}

function hello(): Hello {
  const { journal, newest } = useLive.getState();
  return { version: protocolVersion, ...(journal === undefined ? {} : { journal, since: newest.seq }) };
}

/** Entries are missing: asks for what follows the newest one. */
function askAgain(): void {
  step("gap-found");
  socket?.emit("resume", hello());
}

function step(event: ConnectionEvent): void {
  const { phase } = useLive.getState();
  const next = connectionTransitions[phase][event];
  if (next !== phase) useLive.setState({ phase: next });
  if (next === "refused") socket?.disconnect();
}

/** Compares this browser's state with the server's, at the entry that the server names. */
export function checkHash(): void {
  const connection = socket;
  if (connection === undefined || !connection.connected || document.hidden) return;
  connection.emit("hash", (answer) => {
    probe = answer;
    compareWithProbe(useLive.getState().newest);
  });
}

function compareWithProbe(state: ConsoleState): void {
  if (probe === undefined || state.seq < probe.seq) return;
  const { seq, hash } = probe;
  probe = undefined;
  if (state.seq > seq) return;
  const equal = stateHash(state) === hash;
  useLive.setState({ verified: { seq, equal, hash } });
  if (!equal) {
    step("gap-found");
    socket?.emit("resume", { version: protocolVersion });
  }
}

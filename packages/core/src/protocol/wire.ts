import { z } from "zod";
import type { Entry } from "../journal/index.ts";
import type { Command, CommandResult } from "./command.ts";
import type { ShotsMessage } from "./shot-streams.ts";

/** What a browser says when it connects: who it is, and where it left off. */
export const helloSchema = z.strictObject({
  version: z.int(),
  /** The journal that it knows; another one means that it starts anew. */
  journal: z.string().max(100).optional(),
  /** The last entry that it has folded. */
  since: z.int().min(0).optional(),
});
export type Hello = z.infer<typeof helloSchema>;

export const roles = ["viewer", "operator", "lead"] as const;
export type Role = (typeof roles)[number];

/** The person behind a connection. */
export interface Operator {
  readonly name: string;
  readonly role: Role;
  /** Whether an operators file says who this is. Where there is none, one person with two browsers looks like two. */
  readonly isKnown: boolean;
}

/** Everything, once. */
export interface SnapshotMessage {
  readonly journal: string;
  readonly version: number;
  /** The `ConsoleState` as of its `seq`: gzip of its JSON, an eighth of the bytes. */
  readonly packed: Uint8Array<ArrayBuffer>;
  readonly operator: Operator;
}

/** What changed: entries that follow one another without a gap; the first follows what was sent before. */
export interface EntriesMessage {
  readonly journal: string;
  readonly entries: readonly Entry[];
  /** When the server sent it, for the latency from emitted to painted. */
  readonly sentAt: number;
}

/** Socket.IO events from server to browser. */
export interface ServerToBrowser {
  snapshot: (message: SnapshotMessage) => void;
  entries: (message: EntriesMessage) => void;
  /** The connection resumed: nothing was missed, `entries` follow. */
  resumed: (message: { readonly journal: string; readonly since: number; readonly operator: Operator }) => void;
  /** The connection is refused or what was sent is not understood, in one sentence. */
  problem: (message: {
    readonly code: "version" | "malformed" | "too-large" | "unknown-event";
    readonly message: string;
  }) => void;
  /** What is new of the stream of shots that the browser watches. */
  shots: (message: ShotsMessage) => void;
  /** How many people watch. */
  presence: (message: { readonly people: number }) => void;
}

/** Socket.IO events from browser to server. */
export interface BrowserToServer {
  command: (command: Command, answer: (result: CommandResult) => void) => void;
  /** The browser found a gap after `since` and asks for what follows, or for a snapshot. */
  resume: (hello: Hello) => void;
  /** The browser watches a stream of shots, in place of the one before; none for null. The answer is why it cannot. */
  watchShots: (name: string | null, answer: (problem: string | null) => void) => void;
  /** The server's state hash at its newest entry, for checking. */
  hash: (answer: (result: { readonly seq: number; readonly hash: string }) => void) => void;
}

/** The most bytes of one message from a browser; more closes nothing but is answered with a problem. */
export const maxMessageBytes = 100_000;

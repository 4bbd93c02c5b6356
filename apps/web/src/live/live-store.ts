import { type ConsoleState, type Entry, initialState } from "@homeostat/core/journal";
import type { Operator } from "@homeostat/core/protocol";
import { create } from "zustand";
import type { ConnectionPhase } from "./connection-phase.ts";

/** The past that is looked at: where, and whether it plays by itself. */
export interface PastCursor {
  readonly at: number;
  readonly playing: boolean;
  /** Seconds of the past in a second. */
  readonly speed: number;
  /** `loading` until the entries around `at` are here. */
  readonly status: "loading" | "ready" | "failed";
}

export interface LiveStore {
  readonly phase: ConnectionPhase;
  readonly journal: string | undefined;
  readonly operator: Operator | undefined;
  readonly people: number;
  /** When the server was last heard, by this browser's clock. */
  readonly heardAt: number;
  /** This browser's clock minus the server's, milliseconds. */
  readonly clockSkewMs: number;
  /** The newest state. */
  readonly newest: ConsoleState;
  /** What the page shows: the newest state, or that at the cursor. */
  readonly shown: ConsoleState;
  readonly past: PastCursor | null;
  readonly selection: string | null;
  /** Everything but telemetry since `marksFrom`, oldest first. */
  readonly marks: readonly Entry[];
  readonly marksFrom: number;
  /** The same around the cursor, where that is before `marksFrom`. */
  readonly olderMarks: readonly Entry[];
  /** The last comparison with the server's state: at which entry, whether it was equal, and the hash. */
  readonly verified: { readonly seq: number; readonly equal: boolean; readonly hash: string } | undefined;
}

export const useLive = create<LiveStore>(() => ({
  phase: "connecting",
  journal: undefined,
  operator: undefined,
  people: 0,
  heardAt: 0,
  clockSkewMs: 0,
  newest: initialState,
  shown: initialState,
  past: null,
  selection: null,
  marks: [],
  marksFrom: 0,
  olderMarks: [],
  verified: undefined,
}));

export { checkHash, connect, sendCommand } from "./connection.ts";
export type { ConnectionPhase } from "./connection-phase.ts";
export { fetchJson } from "./fetch-json.ts";
export { select, serverNow, useCanCommand, useNow, useSystem, useSystemParts } from "./hooks.ts";
export { type LiveStore, type PastCursor, useLive } from "./live-store.ts";
export { isDecision } from "./mark-kinds.ts";
export { newCommandId } from "./new-command-id.ts";
export { type SampleView, useSamples } from "./use-samples.ts";
export { goTo, replaySpeeds, setPlaying, setSpeed, stepDecision } from "./time-cursor.ts";

export {
  type Command,
  type CommandKind,
  type CommandResult,
  commandSchema,
  type Refusal,
  refusalSchema,
} from "./command.ts";
export { type ForkLine, forkQuerySchema } from "./fork.ts";
export type {
  AcrossAnswer,
  DecisionAnswer,
  HistoryAnswer,
  MarksAnswer,
  MemoryAnswer,
  MetricsAnswer,
} from "./history.ts";
export {
  shotCountsSchema,
  type ShotsMessage,
  type ShotStreamItem,
  type ShotStreamLayout,
  type ShotStreamLive,
  type ShotsTaken,
} from "./shot-streams.ts";
export { protocolVersion } from "./version.ts";
export {
  type BrowserToServer,
  type EntriesMessage,
  type Hello,
  helloSchema,
  maxMessageBytes,
  type Operator,
  type Role,
  roles,
  type ServerToBrowser,
  type SnapshotMessage,
} from "./wire.ts";

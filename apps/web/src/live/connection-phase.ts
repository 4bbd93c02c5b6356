/**
 * Where the connection stands. `following`: what is shown is what the server knows; `resuming`: connected, but entries are
 * missing and were asked for; `lost`: no connection, tried again by itself; `refused`: the server speaks another version.
 */
export type ConnectionPhase = "connecting" | "following" | "resuming" | "lost" | "refused";

export type ConnectionEvent = "connected" | "caught-up" | "gap-found" | "disconnected" | "version-refused";

/** Every event in every phase; the compiler sees to it that none is left out. */
export const connectionTransitions: Record<ConnectionPhase, Record<ConnectionEvent, ConnectionPhase>> = {
  connecting: {
    connected: "resuming",
    "caught-up": "following",
    "gap-found": "resuming",
    disconnected: "lost",
    "version-refused": "refused",
  },
  following: {
    connected: "resuming",
    "caught-up": "following",
    "gap-found": "resuming",
    disconnected: "lost",
    "version-refused": "refused",
  },
  resuming: {
    connected: "resuming",
    "caught-up": "following",
    "gap-found": "resuming",
    disconnected: "lost",
    "version-refused": "refused",
  },
  lost: {
    connected: "resuming",
    "caught-up": "lost",
    "gap-found": "lost",
    disconnected: "lost",
    "version-refused": "refused",
  },
  refused: {
    connected: "refused",
    "caught-up": "refused",
    "gap-found": "refused",
    disconnected: "refused",
    "version-refused": "refused",
  },
};

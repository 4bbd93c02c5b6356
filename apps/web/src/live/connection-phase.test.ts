import { describe, expect, it } from "vitest";
import { type ConnectionEvent, type ConnectionPhase, connectionTransitions } from "./connection-phase.ts";

const after = (start: ConnectionPhase, ...events: readonly ConnectionEvent[]) =>
  events.reduce<ConnectionPhase>((phase, event) => connectionTransitions[phase][event], start);

describe("the connection", () => {
  it("follows only once it has caught up", () => {
    expect(after("connecting", "connected")).toBe("resuming");
    expect(after("connecting", "connected", "caught-up")).toBe("following");
  });

  it("catches up after a gap and after a cut", () => {
    expect(after("following", "gap-found")).toBe("resuming");
    expect(after("following", "gap-found", "caught-up")).toBe("following");
    expect(after("following", "disconnected")).toBe("lost");
    expect(after("lost", "connected", "caught-up")).toBe("following");
  });

  it("takes nothing that arrives late for being connected", () => {
    expect(after("lost", "caught-up")).toBe("lost");
    expect(after("lost", "gap-found")).toBe("lost");
  });

  it("stays refused until the page is loaded anew", () => {
    for (const event of Object.keys(connectionTransitions.refused) as ConnectionEvent[]) {
      expect(after("refused", event)).toBe("refused");
    }
    for (const phase of Object.keys(connectionTransitions) as ConnectionPhase[]) {
      expect(connectionTransitions[phase]["version-refused"]).toBe("refused");
    }
  });
});

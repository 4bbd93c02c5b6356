import { describe, expect, it } from "vitest";
import { type ConsoleState, replay } from "@homeostat/core/journal";
import { formatFor } from "../i18n/index.ts";
import { appText } from "./text.ts";
import { verdictOf } from "./verdict.ts";
import { verdictWords } from "./verdict-words.ts";

const described = replay([
  {
    seq: 1,
    at: 0,
    event: {
      kind: "SystemDescribed",
      managed: "twin",
      faults: [],
      actions: [],
      model: {
        name: "t",
        slos: [],
        recurringJobs: [],
        dependencies: [],
        components: ["a", "b", "c"].map((id) => ({
          id,
          kind: "service" as const,
          replicas: 1,
          requiredReplicas: 1,
          failureProbability: 0,
          recoverySeconds: 60,
          serviceTimeMs: 10,
          concurrency: 8,
          loadRps: 0,
          isCritical: false,
          isProtected: false,
        })),
      },
    },
  },
]);

const withHealth = (...healths: readonly ConsoleState["components"][string]["health"][]): ConsoleState => ({
  ...described,
  components: Object.fromEntries(
    ["a", "b", "c"].map((id, i) => [
      id,
      { health: healths[i] ?? "healthy", since: 0, seenAt: 0, metrics: {}, trail: [] },
    ]),
  ),
});

const say = (state: ConsoleState, language: "en" | "zh-CN" = "en") =>
  verdictWords(verdictOf(state), appText[language].verdict, formatFor(language), 0);

describe("the verdict", () => {
  it("says in one sentence how it is, in both languages", () => {
    expect(say(withHealth())).toBe("All 3 components well.");
    expect(say(withHealth("failing", "degraded", "healing"))).toBe("1 failing, 1 degraded of 3 components; healing c.");
    expect(say(withHealth("degraded"), "zh-CN")).toBe("3 个组件中1 个降级。");
  });

  it("never forgets that the autopilot is stopped", () => {
    expect(say({ ...withHealth(), killSwitch: { by: "ana", reason: "test", at: 0 } })).toContain(
      "the autopilot is stopped",
    );
    expect(say({ ...withHealth(), paused: { by: "ana", reason: "test", at: 0 } })).toContain("the autopilot is paused");
  });

  it("waits while no system is known", () => {
    expect(say({ ...described, model: null })).toBe("Waiting for the first word from the system.");
  });
});

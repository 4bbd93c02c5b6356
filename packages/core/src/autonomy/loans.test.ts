import { describe, expect, it } from "vitest";
import { fold, initialState, type JournalEvent, type Policy } from "../journal/index.ts";
import { type Action, actionKindSchema, parseSystem } from "../system/index.ts";
import { Autopilot } from "./index.ts";
import { LimitWatch } from "./watches/limit-watch.ts";
import { PresenceWatch } from "./watches/presence-watch.ts";
import { parseKnowledge } from "./planning/knowledge.ts";

const model = parseSystem(`name: shop
components:
  - { id: shop, kind: service, replicas: 2 }
  - { id: ads, kind: service, replicas: 4 }
  - { id: till, kind: service, replicas: 9, isCritical: true }
`);
const knowledge = parseKnowledge(
  `solutions: [{ finding: cpu-high, action: borrow-replicas, prior: { successes: 9, failures: 1 } }]`,
);

/** The loop over a shop whose load needs more replicas than it has; replicas that move take the load with them. */
class Market {
  state = initialState;
  now = 1_000_000;
  /** Processors' work a second, in replicas. */
  readonly work: Record<string, number> = { shop: 0.8, ads: 0.4, till: 0.9 };
  readonly replicas: Record<string, number> = { shop: 2, ads: 4, till: 9 };
  readonly taken: Action[] = [];
  readonly #autopilot = new Autopilot({ seed: 1, knowledge, watches: [new LimitWatch(), new PresenceWatch()] });

  constructor(policy: Partial<Policy> = {}) {
    const all = { ...initialState.policy, defaultMode: "auto" as const, healthyFloor: 0.3, ...policy };
    this.record({
      kind: "SystemDescribed",
      model,
      managed: "twin",
      faults: [],
      actions: [...actionKindSchema.options],
    });
    this.record({ kind: "PolicyChanged", policy: all, by: "test" });
  }

  record(event: JournalEvent): void {
    this.state = fold(this.state, { seq: this.state.seq + 1, at: this.now, event });
    if (event.kind !== "ActionStarted") return;
    const { action, proposal, isUndo } = event;
    this.taken.push(action);
    const [giver, taker] =
      action.kind === "borrow-replicas" ? [action.to!, action.component] : [action.component, action.to!];
    this.replicas[giver]! -= action.amount!;
    this.replicas[taker]! += action.amount!;
    this.record({ kind: "ActionFinished", proposal, isUndo, result: "done" });
  }

  run(seconds: number): void {
    for (let i = 0; i < seconds; i++) {
      this.now += 1_000;
      this.#autopilot.observe(
        model.components.map(({ id }) => {
          const cpu = Math.min(1, this.work[id]! / this.replicas[id]!);
          const samples = { cpu, memory: 0.5, errorRate: 0, latencyMs: 12, replicasUp: this.replicas[id]! };
          return { component: id, sequence: this.now, at: this.now, samples };
        }),
      );
      for (const event of this.#autopilot.tick(this.state, this.now).events) this.record(event);
    }
  }
}

describe("lending in the loop", () => {
  it("borrows from what can spare it, and gives it back once the need is over", () => {
    const market = new Market();
    market.run(10);
    market.work["shop"] = 1.96;
    market.run(30);
    expect(market.taken).toEqual([{ kind: "borrow-replicas", component: "shop", to: "ads", amount: 2 }]);
    expect(market.replicas).toEqual({ shop: 4, ads: 2, till: 9 });
    market.work["shop"] = 0.8;
    market.run(90);
    expect(market.taken.at(-1)).toEqual({ kind: "give-back-replicas", component: "shop", to: "ads", amount: 2 });
    expect(market.replicas).toEqual({ shop: 2, ads: 4, till: 9 });
    market.run(60);
    expect(market.taken).toHaveLength(2);
  });

  it("borrows nothing where only the critical and the protected could spare it", () => {
    const market = new Market({ protectedComponents: ["ads"] });
    market.work["shop"] = 1.96;
    market.run(60);
    expect(market.taken).toEqual([]);
  });

  it("borrows nothing from what is under maintenance, and gives nothing back into it", () => {
    const window = { from: 0, to: 1_060_000, components: ["ads"] };
    const market = new Market({ maintenanceWindows: [window] });
    market.run(10);
    market.work["shop"] = 1.96;
    market.run(40);
    expect(market.taken).toEqual([]);
    market.run(40);
    expect(market.taken).toMatchObject([{ kind: "borrow-replicas", to: "ads" }]);
    const maintenanceWindows = [{ ...window, to: market.now + 200_000 }];
    market.record({ kind: "PolicyChanged", policy: { ...market.state.policy, maintenanceWindows }, by: "test" });
    market.work["shop"] = 0.8;
    market.run(190);
    expect(market.taken).toHaveLength(1);
    market.run(30);
    expect(market.taken.at(-1)).toMatchObject({ kind: "give-back-replicas", to: "ads" });
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import {
  type ConsoleState,
  fold,
  type Incident,
  initialState,
  type JournalEvent,
  needsTakingOver,
  type Policy,
} from "../journal/index.ts";
import { actionKindSchema, type Frame, parseSystem } from "../system/index.ts";
import {
  approve,
  Autopilot,
  extend,
  modeFor,
  previewPolicy,
  recoveryEvents,
  requestUndo,
  takeOver,
  veto,
} from "./index.ts";

const model = parseSystem(`name: shop
components:
  - { id: web, kind: gateway }
  - { id: shop, kind: service }
  - { id: db, kind: database }
dependencies:
  - { from: web, to: shop }
  - { from: shop, to: db }
`);

/** A loop in virtual time over three components whose metrics the test sets. */
class Bench {
  state: ConsoleState = initialState;
  now = 1_000_000;
  readonly metrics: Record<string, Record<string, number>> = {};
  readonly events: JournalEvent[] = [];
  readonly autopilot: Autopilot;

  constructor(policy: Partial<Policy> = {}, autopilot = new Autopilot({ seed: 1 })) {
    this.autopilot = autopilot;
    this.record({
      kind: "SystemDescribed",
      model,
      managed: "twin",
      faults: [],
      actions: [...actionKindSchema.options],
    });
    this.record({ kind: "PolicyChanged", policy: { ...initialState.policy, ...policy }, by: "test" });
    for (const { id } of model.components) this.calm(id);
    this.run(5);
  }

  record(...events: JournalEvent[]): void {
    for (const event of events) {
      this.state = fold(this.state, { seq: this.state.seq + 1, at: this.now, event });
      this.events.push(event);
    }
  }

  calm(id: string): void {
    this.metrics[id] = { cpu: 0.4, memory: 0.5, errorRate: 0, latencyMs: 12, replicasUp: 1 };
  }

  run(seconds: number): void {
    for (let i = 0; i < seconds; i++) {
      this.now += 1000;
      const frames: Frame[] = Object.entries(this.metrics).map(([component, samples]) => ({
        component,
        sequence: this.now,
        at: this.now,
        samples,
      }));
      this.autopilot.observe(frames);
      const { events, state } = this.autopilot.tick(this.state, this.now);
      this.record(...events);
      if (this.state.seq !== state.seq) throw new Error("the tick and the journal disagree");
    }
  }

  /** Replays the crash of the database: it fails, and so does whatever needs it. */
  crash(): void {
    this.metrics["db"] = { cpu: 0, memory: 0, errorRate: 1, latencyMs: 12, replicasUp: 0 };
    this.metrics["shop"] = { ...this.metrics["shop"], errorRate: 0.9 };
    this.metrics["web"] = { ...this.metrics["web"], errorRate: 0.9 };
  }

  get proposal() {
    return Object.values(this.state.proposals).at(-1)!;
  }

  kinds(): string[] {
    return this.events.map(({ kind }) => kind);
  }
}

describe("Autopilot", () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });

  it("leaves a healthy system alone", () => {
    bench.run(60);
    expect(new Set(bench.kinds())).toEqual(
      new Set(["SystemDescribed", "KnowledgeLoaded", "PolicyChanged", "TelemetryRecorded", "HealthChanged"]),
    );
  });

  it("makes one incident of one cause and its symptoms", () => {
    bench.crash();
    bench.run(6);
    const incidents = Object.values(bench.state.incidents);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({ root: "db", affected: expect.arrayContaining(["db", "shop", "web"]) });
    expect(bench.state.components["db"]?.health).toBe("failing");
  });

  it("keeps cause, critical failure and impact apart, and never ranks a symptom first", () => {
    bench.run(60);
    bench.crash();
    bench.metrics["web"] = { ...bench.metrics["web"], requestRate: 100 };
    bench.metrics["shop"] = { ...bench.metrics["shop"], requestRate: 80 };
    bench.run(20);
    const [{ diagnosis, openedAt }] = Object.values(bench.state.incidents) as [Incident];
    expect(diagnosis).toMatchObject({
      root: "db",
      critical: { component: "web", failedRps: 90 },
      impact: [
        { component: "shop", how: "fails" },
        { component: "web", how: "fails" },
      ],
      recovery: [["db"], ["shop"], ["web"]],
    });
    expect(diagnosis!.at).toBeGreaterThanOrEqual(openedAt + 10_000);
    const [first, ...others] = diagnosis!.ranking;
    expect(first).toMatchObject({ component: "db", score: 1, metrics: expect.arrayContaining([]) });
    expect(first!.metrics.map(({ metric }) => metric)).toContain("errorRate");
    for (const { component, score } of others)
      expect({ component, isLess: score < 0.6 }).toMatchObject({ isLess: true });
    expect(bench.kinds().filter((kind) => kind === "IncidentChanged").length).toBeLessThan(6);
  });

  it("proposes, waits, acts once it is approved, and verifies", () => {
    bench.crash();
    bench.run(6);
    const { proposal } = bench.proposal;
    expect(proposal).toMatchObject({
      mode: "approve",
      action: { component: "db" },
      blastRadius: ["db", "shop", "web"],
    });
    expect(bench.kinds()).not.toContain("ActionStarted");

    const result = approve(bench.state, proposal.id, proposal, "ann", bench.now, { isKnown: true });
    expect(result).toHaveProperty("events");
    if ("events" in result) bench.record(...result.events);
    bench.run(1);
    expect(bench.proposal.status.kind).toBe("executing");
    expect(bench.state.components["db"]?.health).toBe("healing");
    bench.record({ kind: "ActionFinished", proposal: proposal.id, isUndo: false, result: "done" });
    for (const { id } of model.components) bench.calm(id);
    bench.run(8);
    expect(bench.proposal.status).toMatchObject({ kind: "ended", outcome: { kind: "verified" } });
    expect(Object.values(bench.state.incidents)[0]?.healedAt).toBeDefined();
    expect(Object.values(bench.state.learned)).toEqual([expect.objectContaining({ successes: 1, failures: 0 })]);
  });

  it("does nothing after a veto, and tries the next rung", () => {
    bench.crash();
    bench.run(6);
    const first = bench.proposal.proposal;
    const result = veto(bench.state, first.id, "ann", bench.now, "not now");
    if ("events" in result) bench.record(...result.events);
    bench.run(120);
    expect(bench.kinds()).not.toContain("ActionStarted");
    expect(bench.state.proposals[first.id]?.status).toMatchObject({
      kind: "refused",
      decision: { verdict: "vetoed", reason: "not now" },
    });
    expect(bench.proposal.proposal.action.kind).not.toBe(first.action.kind);
  });

  it("lets an approval lapse", () => {
    bench.crash();
    bench.run(6);
    const { proposal } = bench.proposal;
    bench.now = proposal.expiresAt;
    expect(approve(bench.state, proposal.id, proposal, "ann", bench.now, { isKnown: true })).toMatchObject({
      refusal: "expired",
    });
    bench.run(1);
    expect(bench.state.proposals[proposal.id]?.status).toMatchObject({
      kind: "refused",
      decision: { verdict: "expired" },
    });
  });

  it("refuses an approval that was given for another plan or state, and a second one", () => {
    bench.crash();
    bench.run(6);
    const { proposal } = bench.proposal;
    expect(
      approve(bench.state, proposal.id, { ...proposal, planHash: "x" }, "ann", bench.now, { isKnown: true }),
    ).toMatchObject({
      refusal: "evidence-changed",
    });
    const result = approve(bench.state, proposal.id, proposal, "ann", bench.now, { isKnown: true });
    if ("events" in result) bench.record(...result.events);
    expect(approve(bench.state, proposal.id, proposal, "bob", bench.now, { isKnown: true })).toMatchObject({
      refusal: "already-decided",
    });
  });

  it("acts by itself once the veto window is over", () => {
    bench = new Bench({ defaultMode: "veto", vetoWindowMs: 10_000 });
    bench.crash();
    bench.run(6);
    expect(bench.proposal.proposal.mode).toBe("veto");
    expect(bench.kinds()).not.toContain("ActionStarted");
    bench.run(10);
    expect(bench.proposal.status).toMatchObject({ kind: "executing", decision: { verdict: "automatic" } });
  });

  it("gives five more minutes to object, too, and to nobody under the kill switch an undo", () => {
    bench = new Bench({ defaultMode: "veto", vetoWindowMs: 20_000 });
    bench.crash();
    bench.run(6);
    const { proposal } = bench.proposal;
    const longer = extend(bench.state, proposal.id, "ann", bench.now, 300_000);
    if ("events" in longer) bench.record(...longer.events);
    bench.run(299);
    expect(bench.kinds()).not.toContain("ActionStarted");
    bench.run(30);
    expect(bench.kinds()).toContain("ActionStarted");
    bench.record({ kind: "KillSwitchThrown", by: "ann", reason: "drill" });
    expect(requestUndo(bench.state, proposal.id, "ann")).toMatchObject({ refusal: "guard" });
  });

  it("never does alone what cannot be undone, whatever the policy says", () => {
    const policy: Policy = { ...initialState.policy, defaultMode: "auto", byRisk: ["auto", "auto", "auto"] };
    expect(modeFor(policy, { kind: "roll-back", component: "shop" })).toBe("approve");
    expect(modeFor({ ...policy, byComponent: { shop: "suggest" } }, { kind: "restart", component: "shop" })).toBe(
      "suggest",
    );
  });

  it("tells what another policy would have meant for what is on record", () => {
    bench.crash();
    bench.run(6);
    const { proposal } = bench.proposal;
    const differencesOf = (change: Partial<Policy>) =>
      previewPolicy(bench.state, { ...bench.state.policy, ...change }).differences.map(({ after }) => after);
    expect(previewPolicy(bench.state, bench.state.policy)).toEqual({ looked: 1, differences: [] });
    expect(differencesOf({ defaultMode: "auto" })).toEqual(["auto"]);
    expect(differencesOf({ byComponent: { db: "veto" } })).toEqual([]);
    expect(differencesOf({ protectedComponents: ["db"] })).toEqual(["not-proposed"]);
    expect(differencesOf({ confidenceThreshold: 0.99 })).toEqual(["not-proposed"]);
    const { createdAt } = proposal;
    const maintenanceWindows = [{ from: createdAt, to: createdAt + 1, components: [] }];
    expect(differencesOf({ maintenanceWindows })).toEqual(["not-proposed"]);
  });

  it("undoes what made things worse", () => {
    bench = new Bench({ defaultMode: "auto", byRisk: ["auto", "auto", "auto"] });
    bench.metrics["shop"] = { ...bench.metrics["shop"], cpu: 0.95 };
    bench.run(6);
    const { proposal } = bench.proposal;
    expect(proposal.action.kind).toBe("scale-out");
    bench.record({ kind: "ActionFinished", proposal: proposal.id, isUndo: false, result: "done" });
    bench.metrics["shop"] = { ...bench.metrics["shop"], cpu: 0.99, errorRate: 0.5 };
    bench.run(60);
    const started = bench.events.filter((event) => event.kind === "ActionStarted");
    expect(started.map((event) => event.action.kind).slice(0, 2)).toEqual(["scale-out", "scale-in"]);
    expect(bench.state.proposals[proposal.id]?.status).toMatchObject({ kind: "undoing", outcome: { kind: "worse" } });

    bench.record({
      kind: "ActionFinished",
      proposal: proposal.id,
      isUndo: true,
      result: "failed",
      detail: "no quorum",
    });
    const isStuck = () => needsTakingOver(bench.state.proposals[proposal.id]!);
    bench.run(30);
    expect(isStuck(), "it goes to a person and stays there").toBe(true);
    expect(bench.state.proposals[proposal.id]?.status).toMatchObject({ undoFailure: { why: "no quorum" } });
    const result = takeOver(bench.state, proposal.id, "ann", "scaled it in by hand");
    if ("events" in result) bench.record(...result.events);
    expect(isStuck()).toBe(false);
    expect(takeOver(bench.state, proposal.id, "bob", "me too")).toMatchObject({
      refusal: "already-decided",
      message: "ann has taken this over already",
    });
  });

  it("stops everything within one tick of the kill switch, and stays stopped", () => {
    bench = new Bench({ defaultMode: "auto" });
    bench.record({ kind: "KillSwitchThrown", by: "ann", reason: "drill" });
    bench.crash();
    bench.run(120);
    expect(bench.kinds()).not.toContain("ActionStarted");
    expect(bench.kinds()).not.toContain("ProposalMade");
    bench.record({ kind: "KillSwitchReset", by: "ann", reason: "over" });
    bench.run(2);
    expect(bench.kinds()).toContain("ActionStarted");
  });

  it("never begins an action again after a restart", () => {
    bench = new Bench({ defaultMode: "auto" });
    bench.crash();
    bench.run(6);
    expect(bench.proposal.status.kind).toBe("executing");
    const events = recoveryEvents(bench.state);
    expect(events).toEqual([
      { kind: "ActionFinished", proposal: bench.proposal.proposal.id, isUndo: false, result: "interrupted" },
    ]);
    bench.record(...events);
    bench.run(30);
    expect(bench.events.filter(({ kind }) => kind === "ActionStarted")).toHaveLength(1);
    expect(bench.proposal.status.kind).toBe("verifying");
    for (const { id } of model.components) bench.calm(id);
    bench.run(10);
    expect(bench.proposal.status, "it was carried out after all").toMatchObject({ outcome: { kind: "verified" } });
  });

  it("recognises an incident that it healed before, and is faster to the repair that worked", () => {
    const heal = () => {
      bench.crash();
      const from = bench.now;
      const before = bench.events.length;
      for (let i = 0; i < 20 && !bench.events.slice(before).some(({ kind }) => kind === "ProposalMade"); i++)
        bench.run(1);
      const { proposal } = bench.proposal;
      const tookMs = bench.now - from;
      const result = approve(bench.state, proposal.id, proposal, "ann", bench.now, { isKnown: true });
      if ("events" in result) bench.record(...result.events);
      bench.run(1);
      bench.record({ kind: "ActionFinished", proposal: proposal.id, isUndo: false, result: "done" });
      for (const { id } of model.components) bench.calm(id);
      bench.run(120);
      return { proposal, tookMs };
    };
    bench = new Bench({}, new Autopilot({ seed: 1, rehearsalTimeoutMs: 4_000 }));
    const first = heal();
    const again = heal();
    expect(first.proposal.evidence.map(({ kind }) => kind)).not.toContain("memory");
    expect(again.proposal.action).toEqual(first.proposal.action);
    expect(again.proposal.evidence[0]).toMatchObject({ kind: "memory", component: "db" });
    expect([first.tookMs, again.tookMs]).toEqual([again.tookMs + 2_000, again.tookMs]);
  });

  it("repairs in the order of recovery: a dependent only once what it needs is well and it has not recovered with it", () => {
    bench = new Bench({ defaultMode: "auto" });
    bench.run(60);
    bench.crash();
    bench.metrics["shop"] = { ...bench.metrics["shop"], replicasUp: 0, errorRate: 1 };
    bench.run(6);
    const started = () => bench.events.flatMap((event) => (event.kind === "ActionStarted" ? [event] : []));
    expect(started().map(({ action }) => action.component)).toEqual(["db"]);
    bench.record({ kind: "ActionFinished", proposal: started()[0]!.proposal, isUndo: false, result: "done" });
    bench.calm("db");
    bench.calm("web");
    bench.run(15);
    expect(started(), "it may yet recover by itself").toHaveLength(1);
    bench.run(25);
    expect(started().map(({ action }) => action.component)).toEqual(["db", "shop"]);
    expect(bench.proposal.proposal.evidence[0]).toEqual({ kind: "recovery", component: "shop", after: "db" });
    expect(Object.keys(bench.state.incidents)).toHaveLength(1);
    bench.record({ kind: "ActionFinished", proposal: started()[1]!.proposal, isUndo: false, result: "done" });
    bench.calm("shop");
    bench.run(30);
    expect(Object.values(bench.state.incidents)[0]!.healedAt).toBeDefined();
  });

  it("acts where the diagnosis sees the cause, not where a limit shows its symptom", () => {
    bench.run(90);
    bench.metrics["db"] = { ...bench.metrics["db"], errorRate: 0.0495 };
    bench.metrics["shop"] = { ...bench.metrics["shop"], errorRate: 0.052 };
    bench.run(15);
    const [incident] = Object.values(bench.state.incidents) as [Incident];
    expect(incident).toMatchObject({ root: "shop", diagnosis: { ranking: [{ component: "db" }] } });
    const { proposal } = bench.proposal;
    expect(proposal).toMatchObject({ action: { component: "db" }, finding: expect.stringContaining("@shop@") });
    expect(proposal.evidence[0]).toMatchObject({ kind: "cause", component: "shop", cause: "db" });
  });

  it("takes a metric that has stopped coming for evidence, and wakes nobody for it", () => {
    bench.run(90);
    const { memory: _, ...rest } = bench.metrics["shop"]!;
    bench.metrics["shop"] = rest;
    bench.run(15);
    expect(Object.values(bench.state.findings)).toMatchObject([
      { kind: "anomaly", component: "shop", evidence: [{ kind: "absent", metrics: ["memory"] }] },
    ]);
    expect(bench.state.incidents).toEqual({});
    bench.run(320);
    expect(bench.state.findings, "what stays away is no news any more").toEqual({});
  });

  it("never blames another component for what is a component's own", () => {
    bench.run(90);
    bench.metrics["db"] = { ...bench.metrics["db"], latencyMs: 34 };
    bench.metrics["shop"] = { ...bench.metrics["shop"], replicasUp: 0 };
    bench.run(15);
    expect(bench.proposal.proposal.action.component).toBe("shop");
  });
});

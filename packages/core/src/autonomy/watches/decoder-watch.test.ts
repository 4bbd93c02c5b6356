import { describe, expect, it } from "vitest";
import { type ConsoleState, defaultPolicy, fold, initialState, type JournalEvent } from "../../journal/index.ts";
import { memoryLattice } from "../../quantum/index.ts";
import { actionKindSchema, faultKindSchema, systemModelSchema } from "../../system/index.ts";
import { Twin } from "../../twin/index.ts";
import { Autopilot } from "../autopilot.ts";
import { DecoderWatch } from "./decoder-watch.ts";

const quantum = { code: "rotated_memory_x", distance: 5, physicalErrorRate: 0.003 } as const;
const model = systemModelSchema.parse({
  name: "Lab",
  components: [
    { id: "qpu", kind: "quantum-processor", quantum },
    ...["web", "queue", "results"].map((id) => ({ id, kind: "service" })),
  ],
});
const { data, stabilizers } = memoryLattice("rotated_memory_x", 5);
const ancilla = stabilizers.find(({ basis, data: of }) => basis === "X" && of.length === 4)!.ancilla;
const second = 1000;

/** A console of one quantum processor in virtual time: the twin, the loop, and what a server would do between them. */
class Console {
  readonly twin = new Twin(model, { seed: 5, startAt: 0, isFailingAtRandom: false });
  state: ConsoleState = initialState;
  #watch = new DecoderWatch(model);
  #autopilot = this.#newAutopilot();

  constructor() {
    const faults = faultKindSchema.options;
    const actions = actionKindSchema.options;
    const policy = { ...defaultPolicy, coolDownMs: 5 * second, byAction: { "update-prior": "approve" as const } };
    this.record([
      { kind: "SystemDescribed", model, managed: "twin", faults, actions },
      { kind: "PolicyChanged", policy, by: "anna" },
    ]);
  }

  #newAutopilot(): Autopilot {
    return new Autopilot({ seed: 1, watches: [this.#watch] });
  }

  get stream() {
    return this.#watch.streams.get("qpu")!;
  }

  /** As after a restart: only the journal's state is left. */
  restart(): void {
    this.#watch = new DecoderWatch(model);
    this.#autopilot = this.#newAutopilot();
  }

  record(events: readonly JournalEvent[]): void {
    for (const event of events) this.state = fold(this.state, { seq: this.state.seq + 1, at: this.twin.now, event });
  }

  run(seconds: number): void {
    for (let i = 0; i < seconds; i++) {
      this.twin.step(second);
      this.#autopilot.observe(this.twin.frames());
      const { events } = this.#autopilot.tick(this.state, this.twin.now);
      this.record(events);
      for (const event of events) {
        if (event.kind !== "ActionStarted") continue;
        const { kind } = this.twin.apply(event.action);
        this.record([{ kind: "ActionFinished", proposal: event.proposal, isUndo: event.isUndo, result: kind }]);
      }
    }
  }

  approve(): void {
    const { proposal } = this.proposal;
    const { id, planHash, stateVersion } = proposal;
    this.record([
      {
        kind: "ProposalDecided",
        decision: { proposal: id, verdict: "approved", by: "anna", at: this.twin.now, planHash, stateVersion },
      },
    ]);
  }

  get proposal() {
    return Object.values(this.state.proposals).at(-1)!;
  }

  get findings() {
    return Object.values(this.state.findings);
  }
}

describe("a quantum processor whose ancilla fails", () => {
  const lab = new Console();

  it("is named, and a new prior is proposed with what it would gain", () => {
    lab.run(10);
    expect(lab.findings).toEqual([]);
    expect(lab.state.components["qpu"]!.metrics["detectionFraction"]).toBeGreaterThan(0.01);
    lab.twin.inject({ kind: "qubit-error", component: "qpu", qubit: ancilla, dose: 0.15 });
    lab.run(2);
    expect(lab.findings).toMatchObject([{ kind: "ancilla-failing", evidence: [{ kind: "ancilla", qubit: ancilla }] }]);
    lab.run(10);
    const drift = lab.findings.find(({ kind }) => kind === "decoder-drift")!.evidence[0]!;
    expect(drift).toMatchObject({ kind: "drift", suspects: [{ qubit: ancilla, role: "ancilla" }] });
    const { proposal, status } = lab.proposal;
    expect(status.kind).toBe("waiting");
    expect(proposal.action).toMatchObject({ kind: "update-prior", component: "qpu" });
    expect(proposal.evidence).toContainEqual(drift);
    expect(drift.kind === "drift" && drift.gain.mistakesBefore > 1.2 * drift.gain.mistakesAfter).toBe(true);
  });

  it("heals once it is approved, by the shots since", () => {
    lab.approve();
    lab.run(15);
    expect(lab.proposal.status).toMatchObject({ kind: "ended", outcome: { kind: "verified" } });
    expect(lab.findings).toEqual([]);
    expect(lab.state.components["qpu"]!.health).toBe("healthy");
    const { mistakes, mistakesBefore } = lab.stream.prior.review!;
    expect(mistakes).toBeLessThan(mistakesBefore);
  });

  it("keeps its prior over a restart", () => {
    const { model: adopted } = lab.stream.prior;
    lab.restart();
    lab.run(1);
    expect(lab.stream.prior.model).toEqual(adopted);
    lab.run(20);
    expect(lab.findings.filter(({ kind }) => kind === "decoder-drift")).toEqual([]);
  });
});

describe("an estimate that is wrong by the time it is adopted", () => {
  it("is found worse and taken back", () => {
    const lab = new Console();
    lab.run(5);
    const fault = { kind: "qubit-error", component: "qpu", qubit: data[12]!.qubit, dose: 0.08 } as const;
    const handle = lab.twin.inject(fault);
    while (lab.findings.every(({ kind }) => kind !== "decoder-drift") && lab.twin.now < 60 * second) lab.run(1);
    lab.twin.clear(handle);
    lab.approve();
    lab.run(12);
    expect(lab.proposal.status).toMatchObject({ kind: "ended", outcome: { kind: "worse" }, undone: "done" });
    expect(lab.state.priors["qpu"]).toEqual([]);
    lab.run(10);
    expect(lab.findings).toEqual([]);
  });
});

describe("a quantum processor whose qubits became worse than its prior promises", () => {
  const lab = new Console();
  const kinds = () => lab.findings.map(({ kind }) => kind);

  it("has logical errors that are told apart from chance, where a new prior does not explain them", () => {
    lab.run(70);
    expect(lab.findings).toEqual([]);
    lab.twin.inject({ kind: "qubit-error", component: "qpu", dose: 0.008 });
    for (let i = 0; i < 10 && !kinds().includes("decoder-drift"); i++) lab.run(5);
    expect(kinds()).not.toContain("logical-errors-high");
    lab.approve();
    for (let i = 0; i < 10 && !kinds().includes("logical-errors-high"); i++) lab.run(5);
    const evidence = lab.findings.find(({ kind }) => kind === "logical-errors-high")!.evidence[0]!;
    if (evidence.kind !== "logical-errors") throw new Error(evidence.kind);
    expect(evidence.interval[0]).toBeGreaterThan(evidence.limit);
    expect(lab.stream.prior.review!.verdict).toBe("confirmed");
  });

  it("is proposed to be isolated, which ends the finding for as long as it lasts", () => {
    for (let i = 0; i < 10 && lab.proposal.proposal.action.kind !== "isolate"; i++) lab.run(5);
    lab.approve();
    lab.run(20);
    expect(lab.proposal.status).toMatchObject({ kind: "ended", outcome: { kind: "verified" } });
    expect(lab.state.components["qpu"]!.health).toBe("isolated");
  });
});

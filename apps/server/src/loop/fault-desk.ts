import { predictReach } from "@homeostat/core/ecosystem";
import type { EpochMs } from "@homeostat/core/kernel";
import type { CommandResult } from "@homeostat/core/protocol";
import type { Fault, ManagedSystem } from "@homeostat/core/system";
import type { FaultCommand } from "./effect-of.ts";
import type { LiveJournal } from "./live-journal.ts";

/** Breaks things on request and takes faults back: on request, when their time is up, or when they ended by themselves. */
export class FaultDesk {
  readonly #system: ManagedSystem;
  readonly #journal: LiveJournal;
  readonly #clock: () => EpochMs;
  /** Faults that are being cleared, so that none is cleared twice. */
  readonly #clearing = new Set<string>();

  constructor(system: ManagedSystem, journal: LiveJournal, clock: () => EpochMs) {
    this.#system = system;
    this.#journal = journal;
    this.#clock = clock;
  }

  carryOut(command: FaultCommand, by: string): Promise<CommandResult> {
    switch (command.kind) {
      case "injectFault":
        return this.#inject(command.fault, by, command.id);
      case "clearFault":
        return this.#clear([command.fault], by, command.id);
      case "clearAllFaults":
        return this.#clear(Object.keys(this.#journal.state.faults), by, command.id);
    }
  }

  /** Faults whose time is up are cleared; those that are no longer in force, such as after a restart, are closed. */
  async keep(now: EpochMs): Promise<void> {
    const inForce = new Set(this.#system.activeFaults().map(({ id }) => id));
    const due: string[] = [];
    for (const { id, until } of Object.values(this.#journal.state.faults)) {
      if (!inForce.has(id) || (until !== undefined && until <= now)) due.push(id);
    }
    if (due.length > 0) await this.#clear(due, "autopilot");
  }

  async #inject(fault: Fault, by: string, commandId: string): Promise<CommandResult> {
    const { model } = this.#journal.state;
    for (const id of [fault.component, fault.to]) {
      if (id !== undefined && !model?.components.some((component) => component.id === id)) {
        return { ok: false, refusal: "unknown-component", message: `there is no component "${id}"` };
      }
    }
    if (!this.#system.capabilities.faults.includes(fault.kind)) {
      const known = this.#system.capabilities.faults.join(", ");
      const message = `this system cannot inject "${fault.kind}"; it can inject ${known}`;
      return { ok: false, refusal: "not-supported", message };
    }
    const handle = await this.#system.inject(fault);
    const now = this.#clock();
    const predicted = model === null ? [] : predictReach(model, fault).map(({ component }) => component);
    const until = fault.durationMs === undefined ? {} : { until: now + fault.durationMs };
    const seq = await this.#journal.record(
      [{ kind: "FaultInjected", handle, by, ...until, predicted }],
      now,
      commandId,
    );
    return { ok: true, seq };
  }

  async #clear(ids: readonly string[], by: string, commandId?: string): Promise<CommandResult> {
    const { faults } = this.#journal.state;
    const held = ids.flatMap((id) => (this.#clearing.has(id) ? [] : (faults[id] ?? [])));
    if (held.length === 0 && ids.length > 0) {
      return { ok: false, refusal: "unknown-fault", message: "this fault is not in force any more" };
    }
    for (const { id } of held) this.#clearing.add(id);
    try {
      for (const { id, fault } of held) await this.#system.clear({ id, fault });
      const events = held.map(({ id }) => ({ kind: "FaultCleared" as const, fault: id, by }));
      return { ok: true, seq: await this.#journal.record(events, this.#clock(), commandId) };
    } finally {
      for (const { id } of held) this.#clearing.delete(id);
    }
  }
}

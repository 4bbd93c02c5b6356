import { parseSystem } from "@homeostat/core/system";
import { Twin } from "@homeostat/core/twin";
import { initialState } from "@homeostat/core/journal";
import { expect, it } from "vitest";
import { Rehearser } from "./index.ts";

const model = parseSystem(`name: shop
slos:
  - { name: shop, entry: web, availability: 0.99 }
components:
  - { id: web, kind: gateway, loadRps: 40, serviceTimeMs: 5 }
  - { id: db, kind: database, serviceTimeMs: 8, recoverySeconds: 30 }
dependencies:
  - { from: web, to: db }
`);
const finding = {
  id: "f",
  kind: "silent" as const,
  component: "db",
  severity: "critical" as const,
  since: 0,
  evidence: [],
};
const request = { id: "r", finding, actions: [{ kind: "restart" as const, component: "db" }] };

function failOn(error: unknown): never {
  throw error;
}

it("rehearses a restart of what hangs in forks of a twin, off the main thread", async () => {
  const twin = new Twin(model, { seed: 1, startAt: 0 });
  twin.inject({ kind: "hang", component: "db" });
  twin.step(5_000);
  const rehearser = new Rehearser({
    model,
    forkable: { twinState: () => twin.state(), stepMs: 1_000, faultIds: () => ({}) },
    deadlineMs: 20_000,
    onProblem: failOn,
  });
  const restart = (await rehearser.rehearse(request, initialState)).get("restart");
  await rehearser.close();
  expect(restart?.betterShare).toBe(1);
  expect(restart!.withAction.served - restart!.without.served).toBeGreaterThan(0.3);
});

it("rehearses for a real system in a shadow calibrated from its telemetry, with a hypothesis of what is wrong", async () => {
  const real = new Twin(model, { seed: 7, startAt: 0, isFailingAtRandom: false });
  const rehearser = new Rehearser({ model, forkable: undefined, deadlineMs: 20_000, onProblem: failOn });
  expect((await rehearser.rehearse(request, initialState)).size).toBe(0);
  for (let i = 0; i < 30; i++) {
    real.step(1_000);
    rehearser.observe(initialState, real.frames());
  }
  const restart = (await rehearser.rehearse(request, initialState)).get("restart");
  await rehearser.close();
  expect(restart?.without.served).toBeLessThan(0.5);
  expect(restart?.withAction.served).toBeGreaterThan(restart!.without.served);
});

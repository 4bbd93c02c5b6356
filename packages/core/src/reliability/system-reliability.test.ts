import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rng } from "../kernel/index.ts";
import { parseSystem, systemModelSchema } from "../system/index.ts";
import { blastRadius } from "./blast-radius.ts";
import { editedSystem, noEdits } from "./edited-system.ts";
import { redundancyLeft } from "./redundancy-left.ts";
import { failureProbabilityOf, tooFewReplicas } from "./replica-failures.ts";
import { systemFaultTree } from "./system-fault-tree.ts";
import { SystemReliability } from "./system-reliability.ts";

const shop = parseSystem(`name: shop
components:
  - { id: web, kind: gateway, failureProbability: 0.0004 }
  - { id: checkout, kind: service, replicas: 3, requiredReplicas: 2, failureProbability: 0.01 }
  - { id: db, kind: database, failureProbability: 0.001, recoverySeconds: 1200 }
  - { id: cache, kind: cache, failureProbability: 0.2, hitRate: 0.9 }
  - { id: mail, kind: queue, failureProbability: 0.3 }
  - { id: ads, kind: external, failureProbability: 0.15 }
dependencies:
  - { from: web, to: checkout }
  - { from: checkout, to: db }
  - { from: web, to: ads, kind: soft }
  - { from: checkout, to: mail, kind: async }
slos:
  - { name: buy, entry: web, availability: 0.9995 }
`);
const threeOfTwo = 3 * 0.01 ** 2 * 0.99 + 0.01 ** 3;

describe("SystemReliability", () => {
  it("multiplies what an entry point needs and leaves out what it can do without", () => {
    const [web] = new SystemReliability(shop).entryAvailabilities();
    const allowed = (1 - threeOfTwo) * 0.999;
    expect(web!.dependenciesAllow).toBeCloseTo(allowed, 14);
    expect(web!.availability).toBeCloseTo(allowed * 0.9996, 14);
    expect(web!.slos[0]).toMatchObject({ name: "buy", promised: 0.9995, isMet: false });
    expect(web!.slos[0]!.budgetSpent).toBeCloseTo((1 - allowed * 0.9996) / 0.0005, 9);
  });

  it("finds the single points of failure, likeliest first", () => {
    const points = new SystemReliability(shop).singlePoints();
    expect(points.map(({ subject }) => subject.id)).toEqual(["db", "web"]);
    expect(points[0]!.entries).toEqual([{ entry: "web", share: expect.closeTo(1, 12) as number }]);
  });

  it("counts a zone as a cause that its components share", () => {
    const zoned = { ...shop, components: shop.components.map((c) => ({ ...c, zone: "z1" })) };
    const reliability = new SystemReliability(zoned, { zoneFailureProbability: 0.01 });
    expect(reliability.singlePoints()[0]!.subject).toEqual({ kind: "zone", id: "z1" });
    const alone = new SystemReliability(shop).entryAvailabilities()[0]!.availability;
    expect(reliability.entryAvailabilities()[0]!.availability).toBeCloseTo(alone * 0.99, 14);
  });

  it("takes a cache's hits, and calls that few requests make, as requests that do without", () => {
    const model = parseSystem(`name: read
components:
  - { id: cache, kind: cache, failureProbability: 0, hitRate: 0.9 }
  - { id: db, kind: database, failureProbability: 0.01 }
dependencies:
  - { from: cache, to: db, callsPerRequest: 0.5 }
`);
    expect(new SystemReliability(model).entryAvailabilities()[0]!.availability).toBeCloseTo(1 - 0.05 * 0.01, 14);
  });

  it("ranks fixes by what an analysis of the changed system confirms", () => {
    const before = new SystemReliability(shop);
    const fixes = before.fixes();
    expect(fixes[0]).toMatchObject({ component: "db", kind: "add-replica" });
    expect(fixes.map(({ availabilityGain }) => availabilityGain)).toEqual(
      fixes.map(({ availabilityGain }) => availabilityGain).sort((a, b) => b - a),
    );
    for (const fix of fixes) {
      const components = shop.components.map((component) => {
        if (component.id !== fix.component) return component;
        if (fix.kind === "add-replica") return { ...component, replicas: component.replicas + 1 };
        const mttf = (component.recoverySeconds * (1 - component.failureProbability)) / component.failureProbability;
        return { ...component, failureProbability: 300 / (mttf + 300) };
      });
      const after = new SystemReliability({ ...shop, components });
      const gain = before.whole.probability().p - after.whole.probability().p;
      expect(fix.availabilityGain).toBeCloseTo(gain, 12);
      expect(fix.budgetGains[0]!.share).toBeCloseTo(gain / 0.0005, 8);
    }
    expect(fixes.filter(({ isAdvised }) => isAdvised).map(({ component, kind }) => `${kind} ${component}`)).toEqual([
      "speed-recovery db",
    ]);
  });

  it("answers what-if as a new analysis would", () => {
    const reliability = new SystemReliability(shop);
    reliability.setFailureProbability("checkout", 0.2);
    const components = shop.components.map((c) => (c.id === "checkout" ? { ...c, failureProbability: 0.2 } : c));
    const anew = new SystemReliability({ ...shop, components });
    expect(reliability.entryAvailabilities()).toEqual(anew.entryAvailabilities());
    expect(reliability.importances()).toEqual(anew.importances());
  });

  it("answers for an edited structure as a new analysis would, edit after edit", () => {
    let reliability = new SystemReliability(shop);
    const edits = [
      { ...noEdits, replicas: { db: 2 } },
      { ...noEdits, replicas: { db: 2, checkout: 4 }, cutEdges: [{ from: "checkout", to: "db" }] },
      { ...noEdits, failureProbability: { web: 0.02 }, replicas: { web: 3 } },
      noEdits,
    ];
    for (const edit of edits) {
      const edited = editedSystem(shop, edit);
      reliability = reliability.restructured(edited);
      const anew = new SystemReliability(edited);
      expect(reliability.entryAvailabilities()).toEqual(anew.entryAvailabilities());
      expect(reliability.importances()).toEqual(anew.importances());
      expect(reliability.fixes()).toEqual(anew.fixes());
      expect(reliability.singlePoints()).toEqual(anew.singlePoints());
    }
  });

  it("keeps the order of an entangled system over an edit, and with it its figures and its size", () => {
    const size = 60;
    const rng = new Rng(3);
    const components = Array.from({ length: size }, (_, i) => ({
      id: `c${i}`,
      kind: "service",
      failureProbability: 0.01,
    }));
    const dependencies = components.flatMap((_, i) =>
      [...new Set([1, 2].map(() => i + 1 + rng.int(6)))]
        .filter((to) => to < size)
        .map((to) => ({ from: `c${i}`, to: `c${to}`, callsPerRequest: 0.3 })),
    );
    const slos = [{ name: "first", entry: "c0", availability: 0.9 }];
    const model = systemModelSchema.parse({ name: "entangled", components, dependencies, slos });
    const before = new SystemReliability(model);
    for (const { from, to } of model.dependencies.filter((_, i) => i % 12 === 0)) {
      const edited = editedSystem(model, { ...noEdits, cutEdges: [{ from, to }] });
      const [seeded, anew] = [before.restructured(edited), new SystemReliability(edited)];
      const { p } = anew.whole.probability();
      expect(Math.abs(seeded.whole.probability().p / p - 1)).toBeLessThan(1e-13);
      expect(seeded.bddNodes).toBeLessThan(1.2 * Math.max(anew.bddNodes, before.bddNodes));
    }
  });

  it("gives many replicas the same availability as a few events and as one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.nat(19),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (n, r, q) => {
          const required = 1 + (r % n);
          const model = parseSystem(
            `{name: x, components: [{id: a, kind: service, replicas: ${n}, requiredReplicas: ${required}, failureProbability: ${q}}]}`,
          );
          const { p } = new SystemReliability(model).whole.probability();
          expect(Math.abs(p / tooFewReplicas(n, required, q) - 1)).toBeLessThan(1e-11);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("takes the mean times where a component gives them", () => {
    const [component] = parseSystem(
      "{name: x, components: [{id: a, kind: service, mttfHours: 999, recoverySeconds: 3600}]}",
    ).components;
    expect(failureProbabilityOf(component!)).toBeCloseTo(0.001, 15);
  });

  it("names events so that any Open-PSA tool can read them", () => {
    const model = parseSystem("{name: x, components: [{id: 2.a-b, kind: service}, {id: 2.a_b, kind: service}]}");
    const names = systemFaultTree(model).tree.events.map(({ name }) => name);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
  });
});

describe("editedSystem", () => {
  it("tries probabilities, replicas and missing edges without touching the rest", () => {
    const edits = {
      failureProbability: { db: 0.5 },
      replicas: { web: 2, checkout: 1 },
      cutEdges: [{ from: "web", to: "ads" }],
    };
    const edited = editedSystem(shop, edits);
    const [web, checkout, db] = edited.components;
    expect([web!.replicas, checkout!.replicas, db!.failureProbability]).toEqual([2, 2, 0.5]);
    expect(edited.dependencies).toHaveLength(shop.dependencies.length - 1);
    expect(editedSystem(shop, noEdits)).toEqual(shop);
  });
});

describe("blastRadius", () => {
  it("parts what stops from what goes on in a lesser way and what waits", () => {
    expect(blastRadius(shop, "db")).toEqual({ down: ["web", "checkout"], degraded: [], delayed: [] });
    expect(blastRadius(shop, "ads")).toEqual({ down: [], degraded: ["web"], delayed: [] });
    expect(blastRadius(shop, "mail")).toEqual({ down: [], degraded: [], delayed: ["checkout"] });
  });
});

describe("redundancyLeft", () => {
  it("says which next failure is fatal", () => {
    const [all] = redundancyLeft(shop, new Map());
    expect(all).toMatchObject({ isServing: true, failuresLeft: 1, fatalNext: ["web", "db"], weakened: [] });
    const [fewer] = redundancyLeft(shop, new Map([["checkout", 2]]));
    expect(fewer!.fatalNext).toEqual(["web", "checkout", "db"]);
    expect(fewer!.weakened).toEqual([{ component: "checkout", spare: 0, usual: 1 }]);
    const [down] = redundancyLeft(shop, new Map([["db", 0]]));
    expect(down).toMatchObject({ isServing: false, lost: ["db"], failuresLeft: 0, fatalNext: [] });
  });
});

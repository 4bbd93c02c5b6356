import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { blueprintOf, findIssues } from "./find-issues.ts";
import { failureKinds, injectFailure } from "./inject-failure.ts";
import { readArchitecture } from "./read-architecture.ts";
import { runMrubis } from "./run-mrubis.ts";
import { architectureUtility } from "./utility.ts";
import { validateArchitecture } from "./validate-architecture.ts";

/** A front end, a database, and a search that asks a pipe of four filters. */
const filters = ["u", "v", "x", "y"];
const shop = `<?xml version="1.0"?>
<comparch:Architecture xmlns:comparch="http://example.org" name="Shop">
  <componentTypes uid="tf" name="Front" criticality="1" reliability="0.5" requiredInterfaceTypes="iq id" providedInterfaceTypes="iw"/>
  <componentTypes uid="tq" name="Search" criticality="0.5" reliability="1" requiredInterfaceTypes="if" providedInterfaceTypes="iq"/>
  <componentTypes uid="td" name="Data" criticality="1" reliability="1" providedInterfaceTypes="id"/>
  ${filters.map((f) => `<componentTypes uid="t${f}" name="Filter ${f}" criticality="0.1" reliability="1" requiredInterfaceTypes="if" providedInterfaceTypes="if"/>`).join("\n  ")}
  <interfaceTypes uid="iw" fqName="shop.Web"/>
  <interfaceTypes uid="iq" fqName="shop.Query"/>
  <interfaceTypes uid="id" fqName="shop.Data"/>
  <interfaceTypes uid="if" fqName="shop.filter.ItemFilter"/>
  <tenants uid="t" name="Tenant">
    <components uid="cf" name="Front" type="tf" criticality="1" state="STARTED">
      <requiredInterfaces uid="rf1" type="iq"><connector uid="k1" target="pq"/></requiredInterfaces>
      <requiredInterfaces uid="rf2" type="id"><connector uid="k2" target="pd"/></requiredInterfaces>
      <providedInterfaces uid="pf" type="iw"/>
    </components>
    <components uid="cq" name="Search" type="tq" criticality="0.5" state="STARTED">
      <requiredInterfaces uid="rq" type="if"><connector uid="k3" target="pu"/></requiredInterfaces>
      <providedInterfaces uid="pq" type="iq"/>
    </components>
    <components uid="cd" name="Data" type="td" criticality="1" state="STARTED"><providedInterfaces uid="pd" type="id"/></components>
    ${filters
      .map(
        (f, k) => `<components uid="c${f}" name="Filter ${f}" type="t${f}" criticality="0.1" state="STARTED">
      <requiredInterfaces uid="r${f}" type="if">${k < 3 ? `<connector uid="kf${k}" target="p${filters[k + 1]}"/>` : ""}</requiredInterfaces>
      <providedInterfaces uid="p${f}" type="if"/>
    </components>`,
      )
      .join("\n    ")}
  </tenants>
</comparch:Architecture>`;
/** Front 0.5·2, search 0.5·2, data 1·1, four filters 0.1·2. */
const shopUtility = 1 + 1 + 1 + 0.8;

describe("mRUBiS", () => {
  it("values components by reliability, criticality and connectivity, and finds nothing wrong at first", () => {
    const architecture = readArchitecture(shop);
    expect(architectureUtility(architecture)).toBeCloseTo(shopUtility, 12);
    expect(findIssues(architecture, blueprintOf(architecture))).toEqual([]);
    expect(validateArchitecture(architecture, blueprintOf(architecture))).toEqual([]);
  });

  it.each(failureKinds)("finds %s in the model alone, and the validators or the utility see it too", (kind) => {
    for (let seed = 0; seed < 30; seed++) {
      const architecture = readArchitecture(shop);
      const blueprint = blueprintOf(architecture);
      expect(injectFailure(architecture, kind, new Rng(seed))).toBe(true);
      expect(findIssues(architecture, blueprint).map((issue) => issue.kind)).toContain(kind);
      expect(architectureUtility(architecture)).toBeLessThan(shopUtility - 1e-6);
    }
  });

  it.each(["static", "homeostat"] as const)("%s heals every round, to the last digit", (policy) => {
    for (let seed = 0; seed < 5; seed++) {
      const run = runMrubis(readArchitecture(shop), { rounds: 60, seed, policy, isUnreliable: false });
      expect(run).toMatchObject({ injections: 240, roundsHealed: 60, escalated: 0 });
      expect(run.utilityAfter).toBe(run.utility);
    }
  });

  it("repairing what loses most first loses less", () => {
    const lost = (policy: "static" | "homeostat") =>
      runMrubis(readArchitecture(shop), { rounds: 200, seed: 1, policy, isUnreliable: false }).utilityLost;
    expect(lost("homeostat")).toBeLessThan(0.8 * lost("static"));
  });

  it("learns which unreliable repairs work: a third of the table's regret at most, and confidence that can be trusted", () => {
    let ours = 0;
    let tables = 0;
    let brier = 0;
    const seeds = 6;
    for (let seed = 0; seed < seeds; seed++) {
      const run = (policy: "static" | "homeostat") =>
        runMrubis(readArchitecture(shop), { rounds: 170, seed, policy, isUnreliable: true });
      const learned = run("homeostat");
      ours += learned.regretCurve[499]!;
      tables += run("static").regretCurve[499]!;
      brier += learned.brierScore! / seeds;
    }
    expect(ours).toBeLessThan(tables / 3);
    expect(brier).toBeLessThan(0.15);
  });

  it("says where an architecture is wrong", () => {
    const problem = (text: string) => () => readArchitecture(text, "m.comparch");
    expect(problem("<shop/>")).toThrow("m.comparch:1: <shop> is no architecture");
    expect(problem(shop.replace('target="pd"', 'target="pz"'))).toThrow(
      '"Front" is connected to pz, which no component',
    );
    expect(problem(shop.replace('type="td"', 'type="tz"'))).toThrow('the type tz of "Data" is not in the file');
    expect(problem(shop.slice(0, 400))).toThrow("this is not XML");
    expect(problem(shop.replace('state="STARTED"', 'state="ASLEEP"'))).toThrow("the state ASLEEP is not known");
  });
});

const file = join(
  process.env["HOMEOSTAT_DATA"] ?? join(import.meta.dirname, "../../../../../../shared/data"),
  "autonomy/mrubis/mRUBiS.comparch",
);

describe.skipIf(!existsSync(file))("mRUBiS as published (needs the reference data)", () => {
  it("has the size and the utility of the exemplar, and heals", () => {
    const architecture = readArchitecture(readFileSync(file, "utf8"), file);
    const components = architecture.tenants.flatMap((tenant) => tenant.components);
    const connectors = components.flatMap(({ required }) => required).filter(({ target }) => target !== undefined);
    expect([architecture.componentTypes.size, components.length, connectors.length]).toEqual([21, 18, 30]);
    expect(architectureUtility(architecture)).toBeCloseTo(31.67135817, 8);
    const run = runMrubis(architecture, { rounds: 500, seed: 3, policy: "homeostat", isUnreliable: false });
    expect(run).toMatchObject({ injections: 2_000, roundsHealed: 500 });
    expect(run.utilityAfter).toBe(run.utility);
  });
});

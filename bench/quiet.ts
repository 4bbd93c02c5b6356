// How quiet the loop is while nothing is wrong: `node bench/quiet.ts [--hours N] [--json]`. A twin in which nothing fails
// lives through hours of its day curve; every alarm, incident and repair is false. Opportunities to save power are counted
// apart: they are none.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Autopilot } from "@homeostat/core/autonomy";
import { fold, initialState } from "@homeostat/core/journal";
import { actionKindSchema, parseSystem } from "@homeostat/core/system";
import { Twin } from "@homeostat/core/twin";
import { printReport } from "./report.ts";

const { values } = parseArgs({ options: { hours: { type: "string", default: "6" }, json: { type: "boolean" } } });
const hours = Number(values.hours);
const tickMs = 1_000;

function measure(file: string, seed: number) {
  const model = parseSystem(readFileSync(new URL(`../examples/${file}`, import.meta.url), "utf8"));
  const twin = new Twin(model, { seed, startAt: 0, isFailingAtRandom: false });
  const autopilot = new Autopilot({ seed });
  const described = {
    kind: "SystemDescribed" as const,
    model,
    managed: "twin" as const,
    faults: [],
    actions: [...actionKindSchema.options],
  };
  let state = fold(initialState, { seq: 1, at: 0, event: described });
  const found = new Map<string, number>();
  let [incidents, repairs, opportunities] = [0, 0, 0];
  for (let now = tickMs; now <= hours * 3_600_000; now += tickMs) {
    twin.step(tickMs);
    autopilot.observe(twin.frames());
    const turn = autopilot.tick(state, now);
    state = turn.state;
    for (const event of turn.events) {
      if (event.kind === "FindingOpened") {
        const { kind, severity } = event.finding;
        if (severity === "opportunity") opportunities++;
        else found.set(kind, (found.get(kind) ?? 0) + 1);
      }
      if (event.kind === "IncidentOpened") incidents++;
      if (event.kind === "ProposalMade" && event.proposal.incident !== null) repairs++;
    }
  }
  const findings = [...found].map(([kind, count]) => `${kind} ${count}`).join(", ");
  return {
    system: model.name,
    components: model.components.length,
    seed,
    "component-hours": model.components.length * hours,
    findings: findings === "" ? "none" : findings,
    incidents,
    repairs,
    opportunities,
  };
}

const rows = ["four-components.yaml", "online-boutique.yaml", "metropolis.yaml"].flatMap((file) =>
  [1, 2].map((seed) => measure(file, seed)),
);
printReport(`False alarms of ${hours} h in which nothing is wrong`, rows);

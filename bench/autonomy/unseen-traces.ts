import { doNothing, homeostatManager, holdManager, simulateSwim, type SwimManager } from "@homeostat/core/exemplars";
import { printReport } from "../report.ts";
import { type RandomCase, randomCase } from "./random-case.ts";

/** The loop's settings were chosen on cases with smaller seeds; these were never looked at for that. */
const firstUnseen = 10_000;

interface Judged {
  readonly shape: string;
  readonly ours: number;
  readonly late: number;
  /** The better of doing nothing and the servers as they were set up with the dimmer at the best of its levels. */
  readonly asSetUp: number;
  /** The best of those and of all other numbers of servers with all the content, known only afterwards. */
  readonly bestHeld: number;
}

/** The loop beside every static setting, on traces and plants made by chance, by shape. */
export function compareOnUnseenTraces(count: number): void {
  const cases = Array.from({ length: count }, (_, k) => judge(randomCase(firstUnseen + k)));
  const shapes = [...new Set(cases.map(({ shape }) => shape))].sort();
  const rows = shapes.map((shape) =>
    row(
      shape,
      cases.filter((each) => each.shape === shape),
    ),
  );
  printReport(`SWIM, ${count} unseen traces and plants: utility of SEAMS 2017 beside the static settings`, [
    ...rows,
    row("all", cases),
  ]);
}

function judge({ shape, peak: _peak, ...plant }: RandomCase): Judged {
  const run = (manager: SwimManager) => simulateSwim({ ...plant, manager });
  const held = (servers: number, dimmer: number) => run(holdManager({ servers, dimmer })).utilitySeams2017;
  const { utilitySeams2017: ours, latePeriods: late } = run(homeostatManager());
  const steps = plant.dimmerLevels - 1;
  const dimmed = Array.from({ length: plant.dimmerLevels }, (_, k) => held(3, k / steps));
  const asSetUp = Math.max(run(doNothing).utilitySeams2017, ...dimmed);
  const others = Array.from({ length: plant.maxServers }, (_, k) => held(k + 1, 1));
  return { shape, ours, late, asSetUp, bestHeld: Math.max(asSetUp, ...others) };
}

function row(shape: string, cases: readonly Judged[]) {
  const against = (baseline: (one: Judged) => number) => {
    const gains = cases.map((one) => one.ours - baseline(one));
    return {
      share: `${gains.filter((gain) => gain >= 0).length} of ${gains.length}`,
      mean: mean(gains).toFixed(0),
      shortfall: mean(gains.map((gain) => Math.max(0, -gain))).toFixed(0),
      worst: Math.min(...gains).toFixed(0),
    };
  };
  const [setUp, best] = [against(({ asSetUp }) => asSetUp), against(({ bestHeld }) => bestHeld)];
  return {
    shape,
    "≥ as set up": setUp.share,
    "mean gain": setUp.mean,
    "mean shortfall": setUp.shortfall,
    worst: setUp.worst,
    "≥ best static in hindsight": best.share,
    "gain over it": best.mean,
    "shortfall of it": best.shortfall,
    "worst of it": best.worst,
    late: cases.reduce((sum, one) => sum + one.late, 0),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

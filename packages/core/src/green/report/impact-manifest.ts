import { type EnergyFigures, defensibleFigures } from "../energy/energy-figures.ts";
import type { FootprintFile } from "../energy/footprint.ts";
import { footprintOf } from "../energy/footprint.ts";
import { powerPoints } from "../energy/power-model.ts";

interface Plugin {
  readonly method: string;
  readonly path: "builtin";
  readonly config?: Readonly<Record<string, unknown>>;
}

/** An Impact Framework manifest, ready for YAML; `if-run` recomputes every figure of it. */
export interface ImpactManifest {
  readonly name: string;
  readonly description?: string;
  readonly initialize: { readonly plugins: Readonly<Record<string, Plugin>> };
  readonly tree: {
    readonly children: Readonly<
      Record<
        string,
        {
          readonly pipeline: { readonly compute: readonly string[] };
          readonly defaults: Readonly<Record<string, number | string>>;
          readonly inputs: readonly Readonly<Record<string, number | string>>[];
        }
      >
    >;
  };
}

const builtin = (method: string, config?: Record<string, unknown>): Plugin => ({
  method,
  path: "builtin",
  ...(config === undefined ? {} : { config }),
});
const multiply = (inputs: string[], output: string) =>
  builtin("Multiply", { "input-parameters": inputs, "output-parameter": output });
const sum = (inputs: string[], output: string) =>
  builtin("Sum", { "input-parameters": inputs, "output-parameter": output });
const divide = (numerator: string, denominator: number, output: string) =>
  builtin("Divide", { numerator, denominator, output });

/**
 * A footprint as an Impact Framework manifest of built-in plugins: utilisation → watts by the machine's own curve →
 * energy → operational and embodied carbon → SCI. Each figure that is not computed there names its source.
 */
export function impactManifest(file: FootprintFile, figures: EnergyFigures = defensibleFigures): ImpactManifest {
  const footprint = footprintOf(file, figures);
  const plugins: Record<string, Plugin> = {
    "watts-times-share": multiply(["cpu/watts", "share"], "cpu/watts-of-component"),
    "watts-times-duration": multiply(["cpu/watts-of-component", "duration"], "cpu/joules"),
    "joules-to-kwh": divide("cpu/joules", 3_600_000, "cpu/energy"),
    "sum-energy": sum(["cpu/energy", "memory/energy", "storage/energy", "network/energy"], "energy-at-machine"),
    "energy-with-pue": multiply(["energy-at-machine", "pue"], "energy"),
    "carbon-operational": multiply(["energy", "grid/carbon-intensity"], "carbon-operational"),
    "sum-carbon": sum(["carbon-operational", "carbon-embodied"], "carbon"),
    sci: builtin("Sci", { "functional-unit": "functional-units" }),
  };
  const children: Record<string, ImpactManifest["tree"]["children"][string]> = {};
  for (const [i, component] of file.components.entries()) {
    const own = footprint.components[i]!;
    const { points } = powerPoints(component.power);
    plugins[`watts-of-${i}`] = builtin("Interpolation", {
      method: "linear",
      x: points.map(([load]) => load * 100),
      y: points.map(([, watts]) => watts),
      "input-parameter": "cpu/utilization",
      "output-parameter": "cpu/watts",
    });
    const years = component.embodied?.lifeYears ?? figures.serverLifeYears.value;
    plugins[`embodied-of-${i}`] = builtin("SciEmbodied", {
      "baseline-emissions": (component.embodied?.totalKg ?? figures.embodiedKgPerServer.value) * 1000,
      lifespan: years * 365 * 24 * 3600,
      "output-parameter": "carbon-embodied",
    });
    const compute = [
      `watts-of-${i}`,
      "watts-times-share",
      "watts-times-duration",
      "joules-to-kwh",
      "sum-energy",
      "energy-with-pue",
      "carbon-operational",
      `embodied-of-${i}`,
      "sum-carbon",
      "sci",
    ];
    children[component.name] = {
      pipeline: { compute },
      defaults: {
        "grid/carbon-intensity": footprint.grid.value,
        "grid/source": footprint.grid.source,
        pue: footprint.pue.value,
        "power/source": own.powerW.source,
        "embodied/source": own.embodiedG.source,
        share: component.share * component.machines,
        "usage-ratio": (component.embodied?.share ?? component.share) * component.machines,
        "functional-units": file.functionalUnit.count,
      },
      inputs: [
        {
          timestamp: file.start ?? "2024-01-01T00:00:00.000Z",
          duration: component.durationSeconds,
          "cpu/utilization": component.utilisation * 100,
          "memory/energy": own.energyKwh.memory.value,
          "storage/energy": own.energyKwh.storage.value,
          "network/energy": own.energyKwh.network.value,
        },
      ],
    };
  }
  return {
    name: file.name,
    description: `SCI per ${file.functionalUnit.name}`,
    initialize: { plugins },
    tree: { children },
  };
}

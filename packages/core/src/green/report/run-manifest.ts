import { z } from "zod";
import { InputError } from "../../kernel/index.ts";

type Values = Record<string, unknown>;

const manifestSchema = z.looseObject({
  name: z.string(),
  initialize: z.looseObject({
    plugins: z.record(
      z.string(),
      z.looseObject({ method: z.string(), config: z.record(z.string(), z.unknown()).optional() }),
    ),
  }),
  tree: z.looseObject({
    children: z.record(
      z.string(),
      z.looseObject({
        pipeline: z.looseObject({ compute: z.array(z.string()) }),
        defaults: z.record(z.string(), z.unknown()).optional(),
        inputs: z.array(z.record(z.string(), z.unknown())),
      }),
    ),
  }),
});

export interface ManifestRun {
  readonly name: string;
  readonly components: readonly {
    readonly name: string;
    /** SCI of the last input, as `if-run` writes it there. */
    readonly sci: number;
    readonly outputs: readonly Values[];
  }[];
}

/**
 * Computes an Impact Framework manifest of flat children and the built-in plugins Coefficient, Divide, Interpolation
 * (linear), Multiply, Sci, SciEmbodied, Subtract and Sum. Throws an `InputError` for what else a manifest may hold.
 */
export function runManifest(content: unknown): ManifestRun {
  const parsed = manifestSchema.safeParse(content);
  if (!parsed.success)
    throw new InputError(
      "this is not an Impact Framework manifest; give name, initialize.plugins and tree.children with pipeline.compute and inputs",
    );
  const { name, initialize, tree } = parsed.data;
  return {
    name,
    components: Object.entries(tree.children).map(([child, { pipeline, defaults, inputs }]) => {
      const outputs = inputs.map((input) => {
        let values: Values = { ...defaults, ...input };
        for (const step of pipeline.compute) {
          const plugin = initialize.plugins[step];
          if (plugin === undefined)
            throw new InputError(`"${step}" is not among initialize.plugins; add it there`, {
              field: `tree.children.${child}.pipeline`,
            });
          values = { ...values, ...runPlugin(plugin.method, plugin.config ?? {}, values, step) };
        }
        return values;
      });
      return { name: child, sci: Number(outputs.at(-1)?.["sci"] ?? Number.NaN), outputs };
    }),
  };
}

function runPlugin(method: string, config: Values, values: Values, step: string): Values {
  const number = (key: unknown): number => {
    const value = typeof key === "number" ? key : values[String(key)];
    if (typeof value !== "number")
      throw new InputError(`"${String(key)}" is not a number among the inputs; add it`, { field: step });
    return value;
  };
  const list = (key: string): number[] => (config[key] as unknown[]).map(number);
  const named = config["output-parameter"] ?? config["output"];
  const output = typeof named === "string" ? named : "";
  switch (method) {
    case "Multiply":
      return { [output]: list("input-parameters").reduce((a, b) => a * b, 1) };
    case "Sum":
      return { [output]: list("input-parameters").reduce((a, b) => a + b, 0) };
    case "Subtract": {
      const [first = 0, ...rest] = list("input-parameters");
      return { [output]: rest.reduce((a, b) => a - b, first) };
    }
    case "Coefficient":
      return { [output]: number(config["input-parameter"]) * Number(config["coefficient"]) };
    case "Divide":
      return { [output]: number(config["numerator"]) / (number(config["denominator"]) || 1) };
    case "Interpolation":
      return {
        [output]: interpolate(config["x"] as number[], config["y"] as number[], number(config["input-parameter"])),
      };
    case "SciEmbodied":
      return { [output === "" ? "embodied-carbon" : output]: embodied(config, values) };
    case "Sci":
      return { sci: number("carbon") / (number(config["functional-unit"]) || 1) };
    default:
      throw new InputError(`the plugin ${method} is not known here; run the manifest with if-run`, { field: step });
  }
}

function interpolate(x: readonly number[], y: readonly number[], at: number): number {
  let i = 0;
  while (i < x.length - 2 && at > x[i + 1]!) i++;
  const x0 = x[i]!;
  return y[i]! + ((at - x0) / (x[i + 1]! - x0)) * (y[i + 1]! - y[i]!);
}

/** A baseline server and what the machine has beyond it, by usage and time; grams. Defaults as in `SciEmbodied`. */
function embodied(config: Values, values: Values): number {
  const of = (source: Values, key: string, otherwise: number) => Number(source[key] ?? otherwise);
  const baseMemory = of(config, "baseline-memory", 16);
  const beyond =
    (of(values, "vCPUs", 1) - of(config, "baseline-vcpus", 1)) * of(config, "vcpu-emissions-constant", 100_000) +
    (of(values, "memory", 16) - baseMemory) *
      ((of(config, "memory-emissions-constant", 533 / 384) * baseMemory) / 16) *
      1000 +
    of(values, "ssd", 0) * of(config, "ssd-emissions-constant", 50_000) +
    of(values, "hdd", 0) * of(config, "hdd-emissions-constant", 100_000) +
    of(values, "gpu", 0) * of(config, "gpu-emissions-constant", 150_000);
  const total = of(config, "baseline-emissions", 1_000_000) + beyond;
  const time = of(values, "time", of(values, "duration", 0));
  return total * of(values, "usage-ratio", 1) * (time / of(config, "lifespan", 126_144_000));
}

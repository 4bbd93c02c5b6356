import { z } from "zod";
import { clamp, InputError } from "../../kernel/index.ts";
import { defensibleFigures, sourceDocumentFigures } from "./energy-figures.ts";
import { curveFromFourPoints, curveFromIdleAndPeak } from "./population-shape.ts";
import { type Sourced, sourced } from "./sourced.ts";

const watts = z.number().min(0);

/** What is known of a machine's power, best first; utilisation is 0..1 of the whole machine. */
export const powerModelSchema = z.discriminatedUnion("kind", [
  /** Measured at 0, 10 … 100 %. */
  z.strictObject({ kind: z.literal("curve"), watts: z.array(watts).length(11) }),
  /** Measured at 0, 10, 50 and 100 %. */
  z.strictObject({ kind: z.literal("four-points"), idleW: watts, tenW: watts, fiftyW: watts, peakW: watts }),
  z.strictObject({ kind: z.literal("idle-peak"), idleW: watts, peakW: watts }),
  /** Thermal design power of all its processors. */
  z.strictObject({ kind: z.literal("tdp"), tdpW: watts }),
  z.strictObject({ kind: z.literal("cores"), cores: z.number().positive() }),
  /** 15 W a core in use, and 0.5 W a GB: the source document's, for comparison. */
  z.strictObject({
    kind: z.literal("source-document"),
    cores: z.number().positive(),
    memoryGb: z.number().min(0).default(0),
  }),
]);
export type PowerModel = z.infer<typeof powerModelSchema>;

/** Share of the thermal design power by load, for processors of which nothing else is known. */
const tdpShares: readonly (readonly [load: number, share: number])[] = [
  [0, 0.12],
  [0.1, 0.32],
  [0.5, 0.75],
  [1, 1.02],
];

/** A machine's power at a utilisation in 0..1, watts, and where the figure is from. */
export function powerAt(model: PowerModel, utilisation: number): Sourced {
  if (!(utilisation >= 0 && utilisation <= 1))
    throw new InputError(`${utilisation} is not a utilisation; give a share from 0 to 1`);
  const points = powerPoints(model);
  return sourced(interpolate(points.points, utilisation), "W", points.source);
}

/** A model as points of load and power, between which it is linear. */
export function powerPoints(model: PowerModel): {
  readonly points: readonly (readonly [load: number, watts: number])[];
  readonly source: string;
} {
  const tenths = (curve: readonly number[]) => curve.map((value, i) => [i / 10, value] as const);
  switch (model.kind) {
    case "curve":
      return { points: tenths(model.watts), source: "measured at eleven loads" };
    case "four-points":
      return {
        points: tenths(curveFromFourPoints(model.idleW, model.tenW, model.fiftyW, model.peakW)),
        source: "measured at four loads; between them as 310 servers of SPECpower do",
      };
    case "idle-peak":
      return {
        points: tenths(curveFromIdleAndPeak(model.idleW, model.peakW)),
        source: "measured idle and at peak; between them as 310 servers of SPECpower do",
      };
    case "tdp":
      return {
        points: tdpShares.map(([load, share]) => [load, share * model.tdpW] as const),
        source: "thermal design power × 0.12, 0.32, 0.75, 1.02 at 0, 10, 50, 100 % (Teads)",
      };
    case "cores": {
      const { cpuIdleWPerCore, cpuPeakWPerCore } = defensibleFigures;
      return {
        points: tenths(curveFromIdleAndPeak(model.cores * cpuIdleWPerCore.value, model.cores * cpuPeakWPerCore.value)),
        source: cpuPeakWPerCore.source,
      };
    }
    case "source-document": {
      const { cpuPeakWPerCore, memoryWPerGb } = sourceDocumentFigures;
      const memory = model.memoryGb * memoryWPerGb.value;
      return {
        points: [
          [0, memory],
          [1, memory + model.cores * cpuPeakWPerCore.value],
        ],
        source: cpuPeakWPerCore.source,
      };
    }
  }
}

/** Whether a model's power is that of the whole server, so that its memory must not be counted again. */
export function includesMemory(model: PowerModel): boolean {
  return model.kind !== "tdp";
}

function interpolate(points: readonly (readonly [number, number])[], x: number): number {
  let i = 0;
  while (i < points.length - 2 && x > points[i + 1]![0]) i++;
  const [x0, y0] = points[i]!;
  const [x1, y1] = points[i + 1]!;
  return y0 + clamp((x - x0) / (x1 - x0), 0, 1) * (y1 - y0);
}

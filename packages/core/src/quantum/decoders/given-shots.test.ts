import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { countErrorModel, type ErrorModel, flatErrors, parseErrorModel } from "../error-model/index.ts";
import { MatchingGraph, matchingGraph } from "../matching-graph/matching-graph.ts";
import { readShots, type ShotBatch, shotLayout } from "../shots/index.ts";
import { createDecoder, type DecoderKind } from "./create-decoder.ts";
import { countMistakes, decodeShots } from "./decode-shots.ts";
import { MatchingDecoder } from "./matching-decoder.ts";

const data = join(
  process.env["HOMEOSTAT_DATA"] ?? join(import.meta.dirname, "../../../../../../shared/data"),
  "quantum",
);
const isThere = existsSync(data);
const configurations = isThere ? readdirSync(data).filter((name) => name.includes("_memory_")) : [];

interface Given {
  readonly model: ErrorModel;
  readonly events: ShotBatch;
  readonly actual: ShotBatch;
}

function given(folder: string, files: { model: string; events: string; actual: string }): Given {
  const bytes = readFileSync(join(data, folder, files.model));
  const model = parseErrorModel((files.model.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString());
  const { detectors, observables } = countErrorModel(model);
  return {
    model,
    events: readShots("b8", shotLayout({ detectors }), readFileSync(join(data, folder, files.events))),
    actual: readShots("01", shotLayout({ observables }), readFileSync(join(data, folder, files.actual))),
  };
}

describe.skipIf(!isThere)("minimum weights and predictions of 2,000 shots", () => {
  it.each(configurations)("%s", (name) => {
    const { model, events } = given(name, { model: "model.dem.gz", events: "dets.b8", actual: "obs.01" });
    const { detectors, observables } = countErrorModel(model);
    const expected = readFileSync(join(data, name, "weights.txt"), "utf8")
      .trim()
      .split("\n")
      .map(Number);
    const predicted = readShots("01", shotLayout({ observables }), readFileSync(join(data, name, "pred.01")));
    const graph = matchingGraph(flatErrors(model), detectors, observables);
    for (const mode of ["table", "flood"] as const) {
      const { predictions, weights } = decodeShots(new MatchingDecoder(graph, mode), events, observables);
      expect(weights).toHaveLength(expected.length);
      const worst = weights.reduce((most, w, shot) => Math.max(most, Math.abs(w - expected[shot]!)), 0);
      expect(worst).toBeLessThan(1e-4);
      expect(countMistakes(predictions, predicted)).toBe(0);
    }
  });
});

describe.skipIf(!isThere)("Google's experiments: mistakes of 50,000", () => {
  const files = {
    model: "circuit_detector_error_model.dem",
    events: "detection_events.b8",
    actual: "obs_flips_actual.01",
  };
  const cases: readonly (readonly [string, DecoderKind, number, number])[] = [
    ["surface_code_bX_d3_r01_center_3_5", "matching", 794, 0.003],
    ["surface_code_bX_d3_r05_center_3_5", "matching", 7825, 0.003],
    ["surface_code_bX_d5_r05_center_5_5", "matching", 7412, 0.003],
    ["surface_code_bX_d3_r05_center_3_5", "correlated", 7263, 0.01],
    ["surface_code_bX_d5_r05_center_5_5", "correlated", 6387, 0.01],
  ];
  it.each(cases)("%s, %s: %i", (name, kind, reference, tolerance) => {
    const { model, events, actual } = given(join("google", name), files);
    const { predictions } = decodeShots(createDecoder(kind, model), events, actual.bitsPerShot);
    const mistakes = countMistakes(predictions, actual);
    expect(mistakes).toBeLessThanOrEqual(reference * (1 + tolerance));
    // Matching is to agree; the correlated variant may be better than the reference.
    expect(mistakes).toBeGreaterThanOrEqual(kind === "matching" ? reference * (1 - tolerance) : 0);
  });
});

describe.skipIf(!isThere)("circuit noise", () => {
  it("is what the decoder knows: with one weight for every edge it makes more mistakes", () => {
    const name = "surface_code_rotated_memory_x_d5_r5_p0.01";
    const { model, events, actual } = given(name, { model: "model.dem.gz", events: "dets.b8", actual: "obs.01" });
    const { detectors, observables } = countErrorModel(model);
    const graph = matchingGraph(flatErrors(model), detectors, observables);
    const blind = new MatchingGraph(
      detectors,
      observables,
      Array.from({ length: graph.edges }, (_, e) => ({
        from: graph.edgeFrom[e]!,
        to: graph.edgeTo[e]!,
        probability: 0.01,
        observables: graph.edgeObservables[e] === 1 ? [0] : [],
      })),
    );
    const mistakes = (g: MatchingGraph) =>
      countMistakes(decodeShots(new MatchingDecoder(g), events, observables).predictions, actual);
    expect(mistakes(blind)).toBeGreaterThan(1.1 * mistakes(graph));
  });
});

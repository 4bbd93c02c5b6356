import { describe, expect, it } from "vitest";
import { noSamples, samplesOf, withSample } from "./sample-buffer.ts";

describe("withSample", () => {
  const fetched = samplesOf({ component: "db", metrics: ["cpu"], at: [1, 2, 3], values: [[0.1, 0.2, 0.3]] });

  it("goes on where the server's answer ends, and counts what came both ways once", () => {
    expect(withSample(fetched, 3, { cpu: 0.9 }, 0)).toBe(fetched);
    expect(withSample(fetched, 4, { cpu: 0.4 }, 0)).toEqual({
      at: [1, 2, 3, 4],
      values: { cpu: [0.1, 0.2, 0.3, 0.4] },
    });
  });

  it("forgets what has left the span", () => {
    expect(withSample(fetched, 4, { cpu: 0.4 }, 3).at).toEqual([3, 4]);
  });

  it("leaves holes where a metric was not sent", () => {
    const grown = withSample(withSample(fetched, 4, { memory: 0.5 }, 0), 5, { cpu: 0.5 }, 0);
    expect(grown.values).toEqual({ cpu: [0.1, 0.2, 0.3, null, 0.5], memory: [null, null, null, 0.5, null] });
    expect(withSample(noSamples, 1, { cpu: 1 }, 0)).toEqual({ at: [1], values: { cpu: [1] } });
  });
});

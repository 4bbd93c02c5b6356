import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parsePrometheusText } from "./prometheus-text.ts";

const captured = join(
  process.env["HOMEOSTAT_DATA"] ?? "../shared/data",
  "autonomy/prometheus/node_exporter.metrics.txt",
);

describe("parsePrometheusText", () => {
  it("reads names, labels with escapes, special values and timestamps", () => {
    const text = [
      "# HELP up whatever",
      "up 1",
      'a_total{path="/a\\"b\\\\c\\nd", code="200",} 3.5e+2 1700000000000',
      "",
      "b{} +Inf",
      "c -inf",
      "\td   NaN",
    ].join("\n");
    expect(parsePrometheusText(text)).toEqual([
      { name: "up", labels: {}, value: 1 },
      { name: "a_total", labels: { path: '/a"b\\c\nd', code: "200" }, value: 350, at: 1_700_000_000_000 },
      { name: "b", labels: {}, value: Number.POSITIVE_INFINITY },
      { name: "c", labels: {}, value: Number.NEGATIVE_INFINITY },
      { name: "d", labels: {}, value: Number.NaN },
    ]);
  });

  it.each([
    ["9a 1", "starts with a metric's name"],
    ["a", "cannot follow"],
    ["a-b 1", '"-" cannot follow'],
    ["a{b} 1", 'has no "="'],
    ["a{b=c} 1", "double quotes"],
    ['a{b="c 1', "does not end"],
    ['a{b="\\x"} 1', "is no escape"],
    ['a{b="1" c="2"} 1', 'parted by ","'],
    ['a{b="1",b="2"} 1', "given twice"],
    ["a one", "is not a number"],
    ["a 0x1f", "is not a number"],
    ["a 1 2.5", "is not a timestamp"],
    ["a 1 2 3", "left over"],
  ])("refuses %j with the line", (line, reason) => {
    expect(() => parsePrometheusText(`up 1\n${line}\n`, "metrics")).toThrow(/^metrics:2: /);
    expect(() => parsePrometheusText(line)).toThrow(reason);
  });

  it.skipIf(!existsSync(captured))("reads what a real node exporter sent", () => {
    const text = readFileSync(captured, "utf8");
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(parsePrometheusText(text).length).toBe(lines.length);
  });
});

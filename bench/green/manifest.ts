import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { footprintOf, impactManifest, parseFootprintFile, runManifest } from "@homeostat/core/green";
import { parse, stringify } from "yaml";
import type { Table } from "../anomaly/table.ts";

const root = join(import.meta.dirname, "../..");
const ifRun = join(root, "node_modules/.bin/if-run");

/** Manifests that are emitted, recomputed by the Impact Framework's own `if-run`; and its published sample. */
export function manifest(): Table[] {
  const folder = mkdtempSync(join(tmpdir(), "green-"));
  try {
    const file = parseFootprintFile({
      name: "shop",
      grid: { intensityGPerKwh: 342 },
      functionalUnit: { name: "request", count: 12_345 },
      components: [
        {
          name: "web",
          power: { kind: "idle-peak", idleW: 63, peakW: 287 },
          utilisation: 0.37,
          durationSeconds: 86_400,
          machines: 3,
          ssdTb: 2,
        },
        {
          name: "api",
          power: { kind: "four-points", idleW: 70, tenW: 101, fiftyW: 166, peakW: 301 },
          utilisation: 0.64,
          durationSeconds: 86_400,
          share: 0.5,
        },
        {
          name: "db",
          power: { kind: "tdp", tdpW: 205 },
          utilisation: 0.21,
          durationSeconds: 86_400,
          memoryGb: 128,
          ssdTb: 8,
          replication: 3,
          networkGb: 40,
        },
      ],
    });
    const rows = footprintOf(file).components.map(({ name, sci }) => ({ name, sci }));
    writeFileSync(join(folder, "in.yaml"), stringify(impactManifest(file)));
    const emitted = ranBy(folder, join(folder, "in.yaml"));
    const sample = join(root, "node_modules/@grnsft/if/manifests/examples/pipelines/sci.yml");
    const published = ranBy(folder, sample);
    const own = runManifest(parse(readFileSync(sample, "utf8"))).components[0]!;
    return [
      {
        title: "Impact Framework manifests, SCI",
        rows: [
          ...rows.map(({ name, sci }) => row(`emitted, ${name}`, sci, emitted.get(name)!)),
          row("published sample", own.sci, published.get("child-1")!),
        ],
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function row(name: string, sci: number, theirs: number) {
  return {
    manifest: name,
    sci,
    "if-run": theirs,
    "difference, relative": Math.abs(sci / theirs - 1).toExponential(1),
    asked: "1e-12",
  };
}

function ranBy(folder: string, manifest: string): Map<string, number> {
  execFileSync(ifRun, ["-m", manifest, "-o", join(folder, "out")], { stdio: "ignore" });
  const output = parse(readFileSync(join(folder, "out.yaml"), "utf8")) as {
    tree: { children: Record<string, { outputs: { sci: number }[] }> };
  };
  return new Map(Object.entries(output.tree.children).map(([name, { outputs }]) => [name, outputs.at(-1)!.sci]));
}

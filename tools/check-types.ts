// Type-checks each project of the workspace; every project has its own idea of the world (no I/O, Node, DOM).
import { spawnSync } from "node:child_process";

const projects = [
  "packages/core",
  "packages/core/tsconfig.pure.json",
  "apps/server",
  "apps/cli",
  "apps/web",
  "tsconfig.json",
];

let failed = false;
for (const project of projects) {
  const { status } = spawnSync("tsc", ["--pretty", "--project", project], { stdio: "inherit" });
  if (status !== 0) {
    failed = true;
    console.error(`types: ${project} does not check`);
  }
}
process.exit(failed ? 1 : 0);

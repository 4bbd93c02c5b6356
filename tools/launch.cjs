// The launcher: brings the pinned pnpm, the packages and a Node that is new enough, then hands over.
// CommonJS without dependencies, because it runs before anything is installed, on Node 20 and newer.
"use strict";

const { spawn, spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const root = path.dirname(__dirname);
const oldestNode = 24;
const pnpmVersion = "12.21.0";
const stampFile = path.join(root, "node_modules", ".homeostat-stamp");

/** An npm that started us leaves its settings behind; a nested npm or pnpm must not take them for its own. */
function cleanEnvironment() {
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!/^(npm|pnpm)_/i.test(name)) env[name] = value;
  }
  return env;
}

/** Says whether what is installed still fits what the checkout asks for. */
function fingerprint() {
  const hash = createHash("sha256");
  const manifests = ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json"];
  for (const folder of ["packages", "apps"]) {
    for (const name of fs.readdirSync(path.join(root, folder)).sort()) manifests.push(`${folder}/${name}/package.json`);
  }
  manifests.push("bench/package.json", "e2e/package.json");
  for (const file of manifests) {
    const full = path.join(root, file);
    if (fs.existsSync(full)) hash.update(file).update(fs.readFileSync(full));
  }
  return hash.update(`${process.platform} ${process.arch}`).digest("hex");
}

function install() {
  const wanted = fingerprint();
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, "utf8") === wanted) return;
  process.stderr.write("homeostat: setting up (once for each version of the packages)\n");
  const words = ["exec", "--yes", "--loglevel=error", `--package=pnpm@${pnpmVersion}`, "--"];
  words.push("pnpm", "install", "--frozen-lockfile", "--reporter=append-only", "--loglevel=warn");
  const result = spawnSync(process.platform === "win32" ? "npm.cmd" : "npm", words, {
    cwd: root,
    env: { ...cleanEnvironment(), CI: "true" },
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}`);
    process.stderr.write(
      `homeostat: the packages could not be installed (${result.error?.message ?? `npm exit ${result.status}`}); ` +
        "check that npm reaches its registry, then run the same command again\n",
    );
    process.exit(2);
  }
  fs.writeFileSync(stampFile, wanted);
}

/** The machine's own Node where it is new enough, else the one that came as a package. */
function findNode() {
  if (Number(process.versions.node.split(".")[0]) >= oldestNode) return process.execPath;
  const packaged = path.join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  if (fs.existsSync(packaged)) return fs.realpathSync(packaged);
  process.stderr.write(
    `homeostat: this machine runs Node ${process.versions.node} on ${process.platform}-${process.arch}, ` +
      `for which no packaged Node exists; install Node ${oldestNode} or newer and run the same command again\n`,
  );
  process.exit(2);
}

/** npm does not pass signals on to what its shell runs; when the shell is gone, nobody else would stop the child. */
function stopWithParent(child) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 250);
  watch.unref();
}

function main() {
  install();
  const node = findNode();
  const env = cleanEnvironment();
  env.PATH = [path.dirname(node), path.join(root, "node_modules", ".bin"), env.PATH ?? ""].join(path.delimiter);
  env.NODE_NO_WARNINGS ??= "1";
  env.NODE_COMPILE_CACHE ??= path.join(root, "node_modules", ".cache", "node-compile");
  const child = spawn(node, [path.join(root, "apps/cli/src/main.ts"), ...process.argv.slice(2)], {
    env,
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event !== undefined) stopWithParent(child);
  child.on("error", (error) => {
    process.stderr.write(`homeostat: could not start ${node}: ${error.message}\n`);
    process.exit(2);
  });
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (require("node:os").constants.signals[signal] ?? 0)));
}

main();

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompress, constants, gzip } from "node:zlib";
import { promisify } from "node:util";

const compressed = /\.(html|js|css|json|svg|wasm)$/;
const leastCompressedBytes = 1_000;

/**
 * Builds the console's page where it is missing or older than its sources, with a `.br` and a `.gz` beside each file;
 * otherwise only compares.
 *
 * @param root the repository
 * @param say told when a build begins
 * @returns the folder with the built page
 */
export async function buildWeb(root: string, say: (text: string) => void): Promise<string> {
  const web = join(root, "apps/web");
  const built = join(web, "dist");
  const stamp = join(built, ".built-from");
  const wanted = fingerprint(root);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return built;
  say("building the page (once for each version of it)");
  const { build } = await import("vite");
  await build({ root: web, configFile: join(web, "vite.config.ts"), logLevel: "error" });
  await Promise.all(
    filesIn(built)
      .filter((file) => compressed.test(file))
      .map(compressFile),
  );
  writeFileSync(stamp, wanted);
  return built;
}

/** Says whether what was built still fits the sources. */
function fingerprint(root: string): string {
  const hash = createHash("sha256");
  const folders = ["apps/web", "packages/core/src"];
  const sources = folders.flatMap((folder) => filesIn(join(root, folder)));
  const wanted = sources.filter((file) => !/\.test\.tsx?$/.test(file) && !/\/(dist|node_modules)\//.test(file));
  for (const file of [...wanted.sort(), join(root, "pnpm-lock.yaml")]) {
    hash.update(relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name === "dist") return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
  });
}

async function compressFile(file: string): Promise<void> {
  const plain = readFileSync(file);
  if (plain.length < leastCompressedBytes) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  writeFileSync(`${file}.br`, await promisify(brotliCompress)(plain, { params }));
  writeFileSync(`${file}.gz`, await promisify(gzip)(plain, { level: 9 }));
}

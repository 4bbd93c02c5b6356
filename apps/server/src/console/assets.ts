import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { RequestHandler, Response } from "express";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};
const compressible = new Set([".html", ".js", ".css", ".json", ".svg", ".wasm", ".txt", ".webmanifest"]);
const leastCompressedBytes = 1_000;

interface Asset {
  readonly type: string;
  readonly etag: string;
  /** Its name changes with its content, so it may be kept for ever. */
  readonly isImmutable: boolean;
  readonly plain: Buffer;
  readonly gzip?: Buffer;
  readonly br?: Buffer;
}

/**
 * Serves a built page from memory. Only files that are there now can be asked for; everything else that wants HTML
 * gets the page itself, which knows its own addresses. Compressed forms made at build time (`.br`, `.gz`) are taken
 * where they lie beside a file, others are made now.
 */
export function serveAssets(directory: string): RequestHandler {
  const assets = readAssets(directory);
  const page = assets.get("/index.html");
  return (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") return next();
    const asset = assets.get(request.path) ?? (wantsPage(request.path, request.headers.accept) ? page : undefined);
    if (asset === undefined) return next();
    send(asset, request.headers["accept-encoding"] ?? "", request.headers["if-none-match"], response);
  };
}

function readAssets(directory: string): Map<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const { parentPath, name } of files(directory)) {
    const extension = extname(name);
    if (extension === ".br" || extension === ".gz" || extension === ".map" || name.startsWith(".")) continue;
    const file = join(parentPath, name);
    const path = file.slice(directory.length).replaceAll("\\", "/");
    const plain = readFileSync(file);
    const isCompressed = compressible.has(extension) && plain.length >= leastCompressedBytes;
    assets.set(path, {
      type: types[extension] ?? "application/octet-stream",
      etag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
      isImmutable: path.startsWith("/assets/"),
      plain,
      ...(isCompressed ? { gzip: beside(`${file}.gz`) ?? gzip(plain), br: beside(`${file}.br`) ?? brotli(plain) } : {}),
    });
  }
  return assets;
}

function files(directory: string) {
  return readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
}

function beside(file: string): Buffer | undefined {
  return existsSync(file) ? readFileSync(file) : undefined;
}

function gzip(plain: Buffer): Buffer {
  return gzipSync(plain, { level: 9 });
}

function brotli(plain: Buffer): Buffer {
  return brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}

function wantsPage(path: string, accept = ""): boolean {
  return accept.includes("text/html") && !path.startsWith("/api/") && !path.startsWith("/assets/");
}

function send(asset: Asset, accepted: string, known: string | undefined, response: Response): void {
  response.setHeader("Content-Type", asset.type);
  response.setHeader("ETag", asset.etag);
  response.setHeader("Vary", "Accept-Encoding");
  response.setHeader("Cache-Control", asset.isImmutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (known === asset.etag) {
    response.status(304).end();
    return;
  }
  if (asset.br !== undefined && /\bbr\b/.test(accepted)) {
    response.setHeader("Content-Encoding", "br").end(asset.br);
  } else if (asset.gzip !== undefined && /\bgzip\b/.test(accepted)) {
    response.setHeader("Content-Encoding", "gzip").end(asset.gzip);
  } else response.end(asset.plain);
}

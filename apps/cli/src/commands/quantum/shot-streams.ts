import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { InvalidArgumentError } from "commander";
import {
  type ShotBatch,
  type ShotFormat,
  type ShotLayout,
  shotReader,
  type ShotWriter,
  shotWriter,
} from "@homeostat/core/quantum";
import { checkFolder } from "../../output.ts";
import { inFile } from "./decode-input.ts";

const chunkBytes = 1 << 20;

/** The shots of a file, or of standard input for `-`, as they are read. */
export async function* shotBatches(file: string, format: ShotFormat, layout: ShotLayout): AsyncGenerator<ShotBatch> {
  const reader = shotReader(format, layout);
  const descriptor = file === "-" ? 0 : openSync(file, "r");
  const chunk = Buffer.allocUnsafe(chunkBytes);
  try {
    for (;;) {
      const length = readChunk(descriptor, chunk);
      if (length === 0) break;
      const batch = inFile(file, () => reader.push(chunk.subarray(0, length)));
      if (batch.shots > 0) yield batch;
      await setImmediate();
    }
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
  const last = inFile(file, () => reader.end());
  if (last.shots > 0) yield last;
}

/** Standard input ends with an error on some systems, and may have nothing to give for the moment. */
function readChunk(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk, 0, chunk.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw error;
    }
  }
}

/**
 * A file of shots, or standard output for `-`, that is written as shots come. The file appears under its name when it is
 * whole; where the work fails or is stopped by Ctrl-C, nothing of it is left.
 */
export class ShotOutput {
  readonly #file: string;
  readonly #draft: string;
  readonly #descriptor: number;
  readonly #writer: ShotWriter;
  readonly #stop = (): void => {
    this.discard();
    process.exit(130);
  };

  constructor(file: string, format: ShotFormat, layout: ShotLayout) {
    this.#file = file;
    this.#draft = `${file}.${process.pid}.part`;
    this.#descriptor = file === "-" ? 1 : openDraft(file, this.#draft);
    this.#writer = shotWriter(format, layout);
    process.once("SIGINT", this.#stop);
  }

  write(batch: ShotBatch): void {
    const bytes = this.#writer.push(batch);
    for (let at = 0; at < bytes.length; ) at += writeSome(this.#descriptor, bytes, at);
  }

  /** Ends the file and puts it in its place. */
  finish(): void {
    this.#writer.end();
    process.off("SIGINT", this.#stop);
    if (this.#file === "-") return;
    closeSync(this.#descriptor);
    renameSync(this.#draft, this.#file);
  }

  discard(): void {
    process.off("SIGINT", this.#stop);
    if (this.#file === "-") return;
    closeSync(this.#descriptor);
    rmSync(this.#draft, { force: true });
  }
}

function openDraft(file: string, draft: string): number {
  checkFolder(file);
  return openSync(draft, "w");
}

function writeSome(descriptor: number, bytes: Uint8Array, at: number): number {
  try {
    return writeSync(descriptor, bytes, at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return 0;
    throw error;
  }
}

/** Runs `work`, then puts its files in their places; where it fails, none of them is left. */
export async function withOutputs(outputs: readonly ShotOutput[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
    for (const output of outputs) output.finish();
  } catch (error) {
    for (const output of outputs) output.discard();
    throw error;
  }
}

/** Reads a whole number from 0 given as an option. */
export function wholeNumber(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError("Give a whole number from 0.");
  return value;
}

/** Reads a probability given as an option. */
export function probability(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError("Give a probability from 0 to 1.");
  return value;
}

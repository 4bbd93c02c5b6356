import { InputError } from "../../kernel/index.ts";
import { type ShotBatch, shotBatch } from "./shot-batch.ts";
import { layoutBits, type ShotFormat, type ShotLayout } from "./shot-format.ts";

/** Reads shots from bytes as they come, in pieces of any size. */
export interface ShotReader {
  /** The shots that are complete after these bytes. */
  push(bytes: Uint8Array): ShotBatch;
  /** The last shots. Throws an `InputError` where the input ends in the middle of one. */
  end(): ShotBatch;
}

/** A reader of `format` for shots of `layout`. Broken input throws an `InputError` with its line or shot. */
export function shotReader(format: ShotFormat, layout: ShotLayout): ShotReader {
  const bits = layoutBits(layout);
  switch (format) {
    case "01":
      return new LineReader(bits, new ZeroOneLine(bits));
    case "hits":
      return new LineReader(bits, new HitsLine(bits));
    case "dets":
      return new LineReader(bits, new DetsLine(layout));
    case "b8":
      return new BlockReader(bits, 1, (bits + 7) >>> 3, copyRows);
    case "ptb64":
      return new BlockReader(bits, 64, bits * 8, transposeGroups);
    case "r8":
      return new RunReader(bits);
  }
}

/** Reads all shots at once. */
export function readShots(format: ShotFormat, layout: ShotLayout, bytes: Uint8Array): ShotBatch {
  const reader = shotReader(format, layout);
  const most = reader.push(bytes);
  const rest = reader.end();
  if (rest.shots === 0) return most;
  const all = shotBatch(most.bitsPerShot, most.shots + rest.shots);
  all.rows.set(most.rows.subarray(0, most.shots * most.bytesPerShot));
  all.rows.set(rest.rows.subarray(0, rest.shots * rest.bytesPerShot), most.shots * most.bytesPerShot);
  return all;
}

/** Rows that grow as shots are completed, handed over by `take`. */
class Rows {
  readonly #bits: number;
  readonly #bytesPerShot: number;
  #rows: Uint8Array;
  #shots = 0;

  constructor(bits: number) {
    this.#bits = bits;
    this.#bytesPerShot = (bits + 7) >>> 3;
    this.#rows = new Uint8Array(64 * this.#bytesPerShot);
  }

  flip(bit: number): void {
    this.#rows[this.#shots * this.#bytesPerShot + (bit >>> 3)]! ^= 1 << (bit & 7);
  }

  next(): void {
    this.#shots++;
    if ((this.#shots + 1) * this.#bytesPerShot <= this.#rows.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#rows.length, (this.#shots + 1) * this.#bytesPerShot));
    larger.set(this.#rows);
    this.#rows = larger;
  }

  /** The complete shots; the one in the middle stays. */
  take(): ShotBatch {
    const complete = this.#shots * this.#bytesPerShot;
    const batch = shotBatch(this.#bits, this.#shots, this.#rows.slice(0, complete));
    this.#rows.copyWithin(0, complete, complete + this.#bytesPerShot);
    this.#rows.fill(0, this.#bytesPerShot);
    this.#shots = 0;
    return batch;
  }
}

/** One line of a text format, a byte at a time. */
interface LineGrammar {
  /** Takes a byte other than a line end. */
  byte(byte: number, rows: Rows, line: number): void;
  /** Says whether the line was a shot, and gets ready for the next. */
  finish(rows: Rows, line: number): boolean;
}

class LineReader implements ShotReader {
  readonly #rows: Rows;
  readonly #grammar: LineGrammar;
  #line = 1;
  #isAtStart = true;

  constructor(bits: number, grammar: LineGrammar) {
    this.#rows = new Rows(bits);
    this.#grammar = grammar;
  }

  push(bytes: Uint8Array): ShotBatch {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (byte === 13) continue;
      if (byte === 10) this.#finish();
      else {
        this.#isAtStart = false;
        this.#grammar.byte(byte, this.#rows, this.#line);
      }
    }
    return this.#rows.take();
  }

  end(): ShotBatch {
    if (!this.#isAtStart) this.#finish();
    return this.#rows.take();
  }

  #finish(): void {
    if (this.#grammar.finish(this.#rows, this.#line)) this.#rows.next();
    this.#line++;
    this.#isAtStart = true;
  }
}

class ZeroOneLine implements LineGrammar {
  readonly #bits: number;
  #at = 0;

  constructor(bits: number) {
    this.#bits = bits;
  }

  byte(byte: number, rows: Rows, line: number): void {
    if (byte !== 48 && byte !== 49)
      throw new InputError(`${show(byte)} stands among the bits; the 01 format has only 0 and 1`, { line });
    if (this.#at >= this.#bits)
      throw new InputError(`more than ${this.#bits} bits; a shot has ${this.#bits}`, { line });
    if (byte === 49) rows.flip(this.#at);
    this.#at++;
  }

  finish(_rows: Rows, line: number): boolean {
    if (this.#at !== this.#bits) throw new InputError(`${this.#at} bits; a shot has ${this.#bits}`, { line });
    this.#at = 0;
    return true;
  }
}

class HitsLine implements LineGrammar {
  readonly #bits: number;
  #number = -1;
  #afterComma = false;

  constructor(bits: number) {
    this.#bits = bits;
  }

  byte(byte: number, rows: Rows, line: number): void {
    if (byte >= 48 && byte <= 57) {
      this.#number = Math.max(this.#number, 0) * 10 + byte - 48;
    } else if (byte === 44 && this.#number >= 0) {
      this.#flip(rows, line);
      this.#afterComma = true;
    } else {
      throw new InputError(`${show(byte)} stands among the hits; give indexes parted by commas, as in 3,17`, { line });
    }
  }

  finish(rows: Rows, line: number): boolean {
    if (this.#number >= 0) this.#flip(rows, line);
    else if (this.#afterComma) throw new InputError("a comma without an index after it; remove it", { line });
    this.#afterComma = false;
    return true;
  }

  #flip(rows: Rows, line: number): void {
    if (this.#number >= this.#bits)
      throw new InputError(`the index ${this.#number} is too large; a shot has ${this.#bits} bits`, { line });
    rows.flip(this.#number);
    this.#number = -1;
  }
}

class DetsLine implements LineGrammar {
  readonly #layout: ShotLayout;
  #text = "";

  constructor(layout: ShotLayout) {
    this.#layout = layout;
  }

  byte(byte: number): void {
    this.#text += String.fromCharCode(byte);
  }

  finish(rows: Rows, line: number): boolean {
    const [head, ...words] = this.#text.trim().split(/\s+/);
    this.#text = "";
    if (head === "") return false;
    if (head !== "shot")
      throw new InputError(`"${head}" starts the line; in the dets format it would be the word shot`, { line });
    for (const word of words) rows.flip(this.#bit(word, line));
    return true;
  }

  #bit(word: string, line: number): number {
    const { measurements, detectors, observables } = this.#layout;
    const index = /^[MDL]\d+$/.test(word) ? Number(word.slice(1)) : Number.NaN;
    if (Number.isNaN(index)) throw new InputError(`"${word}" is no result; it would be such as M0, D5 or L0`, { line });
    const [kind, size, start] =
      word[0] === "M"
        ? ["measurements", measurements, 0]
        : word[0] === "D"
          ? ["detectors", detectors, measurements]
          : (["observables", observables, measurements + detectors] as const);
    if (index >= size) throw new InputError(`${word} is too large; a shot has ${size} ${kind}`, { line });
    return start + index;
  }
}

/** Formats in which every group of shots has the same number of bytes. */
class BlockReader implements ShotReader {
  readonly #bits: number;
  readonly #shotsPerBlock: number;
  readonly #bytesPerBlock: number;
  readonly #unpack: (blocks: Uint8Array, batch: ShotBatch) => void;
  #pending = new Uint8Array(0);
  #shotsRead = 0;

  constructor(
    bits: number,
    shotsPerBlock: number,
    bytesPerBlock: number,
    unpack: (blocks: Uint8Array, batch: ShotBatch) => void,
  ) {
    this.#bits = bits;
    this.#shotsPerBlock = shotsPerBlock;
    this.#bytesPerBlock = bytesPerBlock;
    this.#unpack = unpack;
  }

  push(bytes: Uint8Array): ShotBatch {
    if (this.#bytesPerBlock === 0) {
      if (bytes.length === 0) return shotBatch(0, 0);
      throw new InputError("there are bytes, but a shot has no bits; check the bits of a shot");
    }
    const all = new Uint8Array(this.#pending.length + bytes.length);
    all.set(this.#pending);
    all.set(bytes, this.#pending.length);
    const blocks = Math.floor(all.length / this.#bytesPerBlock);
    const used = blocks * this.#bytesPerBlock;
    this.#pending = all.slice(used);
    const batch = shotBatch(this.#bits, blocks * this.#shotsPerBlock);
    this.#unpack(all.subarray(0, used), batch);
    this.#checkPadding(batch);
    this.#shotsRead += batch.shots;
    return batch;
  }

  end(): ShotBatch {
    if (this.#pending.length > 0) {
      const unit = this.#shotsPerBlock === 1 ? "shot" : `group of ${this.#shotsPerBlock} shots`;
      throw new InputError(
        `the input ends in the middle of a ${unit}, after ${this.#shotsRead} shots and ${this.#pending.length} bytes; a ${unit} of ${this.#bits} bits takes ${this.#bytesPerBlock} bytes`,
      );
    }
    return shotBatch(this.#bits, 0);
  }

  #checkPadding(batch: ShotBatch): void {
    const spare = 8 * batch.bytesPerShot - batch.bitsPerShot;
    if (spare === 0) return;
    for (let shot = 0; shot < batch.shots; shot++) {
      if (batch.rows[(shot + 1) * batch.bytesPerShot - 1]! >>> (8 - spare) !== 0)
        throw new InputError(
          `shot ${this.#shotsRead + shot} has a bit set beyond its ${batch.bitsPerShot} bits; check the bits of a shot`,
        );
    }
  }
}

function copyRows(blocks: Uint8Array, batch: ShotBatch): void {
  batch.rows.set(blocks);
}

function transposeGroups(blocks: Uint8Array, batch: ShotBatch): void {
  const { bitsPerShot, bytesPerShot, rows } = batch;
  for (let group = 0; group < batch.shots / 64; group++) {
    for (let bit = 0; bit < bitsPerShot; bit++) {
      const word = (group * bitsPerShot + bit) * 8;
      for (let b = 0; b < 8; b++) {
        let byte = blocks[word + b]!;
        while (byte !== 0) {
          const low = byte & -byte;
          const shot = group * 64 + b * 8 + 31 - Math.clz32(low);
          rows[shot * bytesPerShot + (bit >>> 3)]! |= 1 << (bit & 7);
          byte ^= low;
        }
      }
    }
  }
}

/** The r8 format: run lengths of zeros; 255 stands for 255 zeros and no one; a virtual one ends each shot. */
class RunReader implements ShotReader {
  readonly #bits: number;
  readonly #rows: Rows;
  #at = 0;
  #isInShot = false;
  #shotsRead = 0;

  constructor(bits: number) {
    this.#bits = bits;
    this.#rows = new Rows(bits);
  }

  push(bytes: Uint8Array): ShotBatch {
    for (let i = 0; i < bytes.length; i++) {
      const run = bytes[i]!;
      this.#isInShot = true;
      this.#at += run;
      if (this.#at > this.#bits)
        throw new InputError(
          `the runs of shot ${this.#shotsRead} go beyond its ${this.#bits} bits; check the bits of a shot`,
        );
      if (run === 255) continue;
      if (this.#at < this.#bits) {
        this.#rows.flip(this.#at++);
      } else {
        this.#rows.next();
        this.#shotsRead++;
        this.#at = 0;
        this.#isInShot = false;
      }
    }
    return this.#rows.take();
  }

  end(): ShotBatch {
    if (this.#isInShot)
      throw new InputError(
        `the input ends in the middle of shot ${this.#shotsRead}, at bit ${this.#at} of ${this.#bits}; each shot ends with a run up to its last bit`,
      );
    return this.#rows.take();
  }
}

function show(byte: number): string {
  return byte > 32 && byte < 127 ? `"${String.fromCharCode(byte)}"` : `the byte ${byte}`;
}

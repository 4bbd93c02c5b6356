import { InputError } from "../../kernel/index.ts";
import { setBits, type ShotBatch } from "./shot-batch.ts";
import { layoutBits, type ShotFormat, type ShotLayout } from "./shot-format.ts";

/** Writes shots as bytes, batch by batch. */
export interface ShotWriter {
  /** The bytes that these shots complete. */
  push(batch: ShotBatch): Uint8Array;
  /** Throws an `InputError` where the format cannot hold the number of shots that were given. */
  end(): void;
}

/** A writer of `format` for shots of `layout`; every batch must have that many bits a shot. */
export function shotWriter(format: ShotFormat, layout: ShotLayout): ShotWriter {
  const bits = layoutBits(layout);
  const out = new Bytes();
  const eachShot = (write: (batch: ShotBatch, shot: number) => void): ShotWriter => ({
    push(batch) {
      for (let shot = 0; shot < batch.shots; shot++) write(batch, shot);
      return out.take();
    },
    end() {},
  });
  const hits = new Int32Array(bits);
  switch (format) {
    case "b8":
      return { push: (batch) => batch.rows.slice(0, batch.shots * batch.bytesPerShot), end() {} };
    case "01":
      return eachShot((batch, shot) => {
        const base = shot * batch.bytesPerShot;
        for (let i = 0; i < bits; i++) out.add(48 + ((batch.rows[base + (i >>> 3)]! >>> (i & 7)) & 1));
        out.add(10);
      });
    case "hits":
      return eachShot((batch, shot) => {
        const count = setBits(batch, shot, hits);
        for (let i = 0; i < count; i++) {
          if (i > 0) out.add(44);
          out.addText(String(hits[i]!));
        }
        out.add(10);
      });
    case "dets":
      return eachShot((batch, shot) => {
        out.addText("shot");
        const count = setBits(batch, shot, hits);
        for (let i = 0; i < count; i++) out.addText(resultName(hits[i]!, layout));
        out.add(10);
      });
    case "r8":
      return eachShot((batch, shot) => {
        const count = setBits(batch, shot, hits);
        let from = 0;
        for (let i = 0; i <= count; i++) {
          const to = i < count ? hits[i]! : bits;
          for (; to - from >= 255; from += 255) out.add(255);
          out.add(to - from);
          from = to + 1;
        }
      });
    case "ptb64":
      return new GroupWriter(bits);
  }
}

/** Writes all shots at once. */
export function writeShots(format: ShotFormat, layout: ShotLayout, batch: ShotBatch): Uint8Array {
  const writer = shotWriter(format, layout);
  const bytes = writer.push(batch);
  writer.end();
  return bytes;
}

function resultName(bit: number, { measurements, detectors }: ShotLayout): string {
  if (bit < measurements) return ` M${bit}`;
  if (bit < measurements + detectors) return ` D${bit - measurements}`;
  return ` L${bit - measurements - detectors}`;
}

/** Bytes that grow. */
class Bytes {
  #bytes = new Uint8Array(1024);
  #length = 0;

  add(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }

  addText(text: string): void {
    for (let i = 0; i < text.length; i++) this.add(text.charCodeAt(i));
  }

  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }
}

class GroupWriter implements ShotWriter {
  readonly #bits: number;
  /** The words of the group that is being filled, eight bytes a bit. */
  #group: Uint8Array;
  #filled = 0;

  constructor(bits: number) {
    this.#bits = bits;
    this.#group = new Uint8Array(bits * 8);
  }

  push(batch: ShotBatch): Uint8Array {
    const hits = new Int32Array(this.#bits);
    const groups = Math.floor((this.#filled + batch.shots) / 64);
    const out = new Uint8Array(groups * this.#bits * 8);
    let written = 0;
    for (let shot = 0; shot < batch.shots; shot++) {
      const count = setBits(batch, shot, hits);
      for (let i = 0; i < count; i++) this.#group[hits[i]! * 8 + (this.#filled >>> 3)]! |= 1 << (this.#filled & 7);
      this.#filled++;
      if (this.#filled < 64) continue;
      out.set(this.#group, written);
      written += this.#group.length;
      this.#group = new Uint8Array(this.#bits * 8);
      this.#filled = 0;
    }
    return out;
  }

  end(): void {
    if (this.#filled > 0)
      throw new InputError(
        `the ptb64 format holds whole groups of 64 shots, and ${this.#filled} are left over; give a multiple of 64 or take b8`,
      );
  }
}

import type { DecodedShot, Injection, MemoryLattice } from "@homeostat/core/quantum";
import type { LatticeQubit, LatticeView, Size } from "./lattice-view.ts";

/** The colours of the theme that the lattice is drawn in. */
export interface LatticeColours {
  readonly ground: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly x: string;
  readonly z: string;
  readonly event: string;
  readonly match: string;
  readonly correction: string;
  readonly injection: string;
  readonly accent: string;
  readonly fontFamily: string;
}

export interface LatticePicture {
  readonly lattice: MemoryLattice;
  readonly decoded: DecodedShot | undefined;
  readonly injections: readonly Injection[];
  readonly layer: number;
  /** Detection fraction of each stabilizer, where a stream has shown it. */
  readonly fractions: Float64Array | undefined;
  readonly focus: LatticeQubit | undefined;
}

/** Steps of brightness of an event of a stream. */
const glowSteps = 24;

type Context = CanvasRenderingContext2D;

/** Draws the lattice; parts that are out of sight are left out, and letters where they could not be read. */
export function drawLattice(
  context: Context,
  size: Size,
  view: LatticeView,
  picture: LatticePicture,
  colours: LatticeColours,
): void {
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, size.width, size.height);
  const painter = new Painter(context, size, view, picture, colours);
  painter.stabilizers();
  painter.matching();
  painter.data();
  painter.events();
  painter.injections();
  painter.focus();
}

/**
 * Draws the events of a stream, each as bright as `glow` says, 0..1, onto a clear canvas. `lit` is how bright each one
 * is drawn there, in steps: those that are as bright as before are left alone.
 */
export function drawGlow(
  context: Context,
  size: Size,
  view: LatticeView,
  picture: LatticePicture,
  colours: LatticeColours,
  glow: Float32Array,
  lit: Uint8Array,
): void {
  new Painter(context, size, view, picture, colours).glow(glow, lit);
}

class Painter {
  readonly #c: Context;
  readonly #size: Size;
  readonly #view: LatticeView;
  readonly #p: LatticePicture;
  readonly #colours: LatticeColours;
  readonly #places: Map<number, { readonly x: number; readonly y: number }>;

  constructor(context: Context, size: Size, view: LatticeView, picture: LatticePicture, colours: LatticeColours) {
    this.#c = context;
    this.#size = size;
    this.#view = view;
    this.#p = picture;
    this.#colours = colours;
    this.#places = new Map();
    for (const d of picture.lattice.data) this.#places.set(d.qubit, d);
    for (const s of picture.lattice.stabilizers) this.#places.set(s.ancilla, s);
  }

  #x(x: number): number {
    return this.#view.left + x * this.#view.scale;
  }

  #y(y: number): number {
    return this.#view.top + y * this.#view.scale;
  }

  #isVisible({ x, y }: { readonly x: number; readonly y: number }): boolean {
    const reach = 2 * this.#view.scale;
    const [px, py] = [this.#x(x), this.#y(y)];
    return px > -reach && py > -reach && px < this.#size.width + reach && py < this.#size.height + reach;
  }

  stabilizers(): void {
    const { lattice, fractions } = this.#p;
    const hottest = fractions === undefined ? 1 : Math.max(0.001, ...fractions);
    lattice.stabilizers.forEach((s, i) => {
      if (!this.#isVisible(s)) return;
      const c = this.#c;
      this.#tile(s);
      c.fillStyle = s.basis === "X" ? this.#colours.x : s.basis === "Z" ? this.#colours.z : this.#colours.soft;
      c.globalAlpha = fractions === undefined ? 0.16 : 0.06 + 0.5 * (fractions[i]! / hottest);
      c.fill();
      c.globalAlpha = 1;
      c.strokeStyle = this.#colours.line;
      c.lineWidth = 1;
      c.stroke();
      this.#letter(s.basis ?? "", this.#middle(s), this.#colours.soft, 15, 0.3);
    });
  }

  /** The middle of a tile: that of a half disc lies between its ancilla and its data. */
  #middle({ x, y, data }: MemoryLattice["stabilizers"][number]): { x: number; y: number } {
    const [a, b] = data.map((q) => this.#places.get(q)!);
    if (data.length !== 2 || a === undefined || b === undefined) return { x, y };
    return { x: x + 0.55 * ((a.x + b.x) / 2 - x), y: y + 0.55 * ((a.y + b.y) / 2 - y) };
  }

  /** The corners of a stabilizer; one with two data qubits is a half disc on its outer side. */
  #tile({ x, y, data }: MemoryLattice["stabilizers"][number]): void {
    const c = this.#c;
    const corners = data.map((q) => this.#places.get(q)!);
    c.beginPath();
    if (corners.length === 2) {
      const [a, b] = corners as [{ x: number; y: number }, { x: number; y: number }];
      if (a.y === b.y && a.y === y) {
        c.rect(this.#x(x - 0.55), this.#y(y - 0.45), 1.1 * this.#view.scale, 0.9 * this.#view.scale);
        return;
      }
      const [mx, my] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
      const toward = Math.atan2(y - my, x - mx);
      c.arc(this.#x(mx), this.#y(my), this.#view.scale, toward - Math.PI / 2, toward + Math.PI / 2);
      c.closePath();
      return;
    }
    const around = corners.toSorted((a, b) => Math.atan2(a.y - y, a.x - x) - Math.atan2(b.y - y, b.x - x));
    around.forEach((p, i) => {
      if (i === 0) c.moveTo(this.#x(p.x), this.#y(p.y));
      else c.lineTo(this.#x(p.x), this.#y(p.y));
    });
    c.closePath();
  }

  data(): void {
    const { lattice, decoded } = this.#p;
    const c = this.#c;
    const corrected = new Map<number, string>();
    for (const { correction } of decoded?.matching ?? []) {
      if (correction === undefined) continue;
      const before = corrected.get(correction.qubit);
      // The same twice is nothing; X and Z together are Y.
      if (before === undefined) corrected.set(correction.qubit, correction.pauli);
      else if (before === correction.pauli) corrected.delete(correction.qubit);
      else corrected.set(correction.qubit, before === "Y" ? (correction.pauli === "X" ? "Z" : "X") : "Y");
    }
    const radius = Math.max(1.5, 0.3 * this.#view.scale);
    for (const place of lattice.data) {
      if (!this.#isVisible(place)) continue;
      const correction = corrected.get(place.qubit);
      c.beginPath();
      c.arc(this.#x(place.x), this.#y(place.y), radius, 0, 2 * Math.PI);
      c.fillStyle = correction === undefined ? this.#colours.ground : this.#colours.correction;
      c.fill();
      const isLogical = lattice.observable.includes(place.qubit);
      c.lineWidth = isLogical ? Math.max(2, 0.09 * this.#view.scale) : 1;
      c.strokeStyle = isLogical ? this.#colours.accent : this.#colours.soft;
      c.stroke();
      if (correction !== undefined) this.#letter(correction, place, this.#colours.ground, 9, 0.42);
    }
  }

  matching(): void {
    const { decoded, lattice } = this.#p;
    const c = this.#c;
    c.strokeStyle = this.#colours.match;
    c.lineCap = "round";
    for (const { from, to, correction } of decoded?.matching ?? []) {
      const a = lattice.stabilizers[from.stabilizer]!;
      const b = to === undefined ? undefined : lattice.stabilizers[to.stabilizer]!;
      if (!this.#isVisible(a) && (b === undefined || !this.#isVisible(b))) continue;
      c.lineWidth = Math.max(2, 0.14 * this.#view.scale);
      c.beginPath();
      if (b === a) {
        c.arc(this.#x(a.x), this.#y(a.y), 0.42 * this.#view.scale, 0, 2 * Math.PI);
      } else {
        c.setLineDash(to !== undefined && to.layer !== from.layer ? [6, 5] : []);
        c.moveTo(this.#x(a.x), this.#y(a.y));
        for (const p of b === undefined ? this.#wayOut(a, correction?.qubit) : [b])
          c.lineTo(this.#x(p.x), this.#y(p.y));
      }
      c.stroke();
      c.setLineDash([]);
    }
  }

  /** How a match to the boundary leaves the lattice: by the data qubit that it corrects, to a side of its own kind. */
  #wayOut(a: MemoryLattice["stabilizers"][number], qubit: number | undefined): { x: number; y: number }[] {
    const { width, height } = this.#p.lattice;
    const through = qubit === undefined ? a : (this.#places.get(qubit) ?? a);
    // Z stabilizers end at top and bottom, X stabilizers at the sides; a repetition code has only its two ends.
    const isVertical = a.basis === "Z" && height > 2;
    const out = isVertical
      ? { x: through.x, y: through.y < height / 2 ? through.y - 1 : through.y + 1 }
      : { x: through.x < width / 2 ? through.x - 1 : through.x + 1, y: through.y };
    return [through, out];
  }

  events(): void {
    const { decoded, lattice, layer } = this.#p;
    const c = this.#c;
    for (const event of decoded?.events ?? []) {
      const place = lattice.stabilizers[event.stabilizer]!;
      if (!this.#isVisible(place)) continue;
      this.#diamond(place);
      c.lineWidth = Math.max(1.5, 0.06 * this.#view.scale);
      c.strokeStyle = this.#colours.event;
      if (event.layer === layer) {
        c.fillStyle = this.#colours.event;
        c.fill();
      }
      c.stroke();
    }
  }

  glow(glow: Float32Array, lit: Uint8Array): void {
    const c = this.#c;
    const half = Math.max(2.5, 0.34 * this.#view.scale) + 1;
    c.fillStyle = this.#colours.event;
    this.#p.lattice.stabilizers.forEach((place, i) => {
      const step = Math.round((glow[i] ?? 0) * glowSteps);
      if (step === lit[i] || !this.#isVisible(place)) return;
      lit[i] = step;
      c.clearRect(this.#x(place.x) - half, this.#y(place.y) - half, 2 * half, 2 * half);
      if (step === 0) return;
      this.#diamond(place);
      c.globalAlpha = step / glowSteps;
      c.fill();
    });
    c.globalAlpha = 1;
  }

  #diamond(place: { readonly x: number; readonly y: number }): void {
    const c = this.#c;
    const half = Math.max(2.5, 0.34 * this.#view.scale);
    const [x, y] = [this.#x(place.x), this.#y(place.y)];
    c.beginPath();
    c.moveTo(x, y - half);
    c.lineTo(x + half, y);
    c.lineTo(x, y + half);
    c.lineTo(x - half, y);
    c.closePath();
  }

  injections(): void {
    const { injections, layer } = this.#p;
    const c = this.#c;
    for (const { qubit, pauli, round } of injections) {
      const place = this.#places.get(qubit);
      if (place === undefined || round > layer || !this.#isVisible(place)) continue;
      const half = Math.max(3, 0.38 * this.#view.scale);
      c.lineWidth = Math.max(2, 0.1 * this.#view.scale);
      c.strokeStyle = this.#colours.injection;
      c.strokeRect(this.#x(place.x) - half, this.#y(place.y) - half, 2 * half, 2 * half);
      const up = { x: place.x + 0.55, y: place.y - 0.55 };
      this.#letter(pauli, up, this.#colours.injection, 8, 0.46);
    }
  }

  focus(): void {
    const { focus } = this.#p;
    if (focus === undefined) return;
    const c = this.#c;
    c.beginPath();
    c.arc(this.#x(focus.x), this.#y(focus.y), Math.max(6, 0.58 * this.#view.scale), 0, 2 * Math.PI);
    c.lineWidth = 2.5;
    c.strokeStyle = this.#colours.ink;
    c.stroke();
  }

  #letter(text: string, at: { x: number; y: number }, colour: string, from: number, share: number): void {
    if (this.#view.scale < from) return;
    const c = this.#c;
    c.fillStyle = colour;
    c.font = `600 ${Math.max(9, share * this.#view.scale)}px ${this.#colours.fontFamily}`;
    c.textAlign = "center";
    c.textBaseline = "middle";
    c.fillText(text, this.#x(at.x), this.#y(at.y));
  }
}

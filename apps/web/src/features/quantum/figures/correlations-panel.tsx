import { useEffect, useRef, useState } from "react";
import { useFormat, useText } from "../../../i18n/index.ts";
import { readColour } from "../../../theme/index.ts";
import { Panel, Select } from "../../../ui/index.ts";
import { useLab } from "../lab/lab-store.ts";
import { quantumText } from "../text.ts";

const side = 264;

/** The matrix p_ij: which stabilizers errors flip together. Far pairs are crosstalk, long lags leakage. */
export function CorrelationsPanel() {
  const text = useText(quantumText).correlations;
  const format = useFormat();
  const { figures, lattice, layers } = useLab();
  const [lag, setLag] = useState<0 | 1>(0);
  const canvas = useRef<HTMLCanvasElement>(null);
  const matrix = figures?.correlations[lag];
  const n = lattice?.stabilizers.length ?? 0;

  // Three standard deviations of the product of two independent fractions.
  const chance =
    figures === undefined ? 0 : (3 * figures.detectionFraction) / Math.sqrt(figures.weight * Math.max(1, layers - 1));

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context === undefined || context === null || matrix === undefined || matrix.length !== n * n) return;
    drawMatrix(context, matrix, n, chance);
  });

  if (matrix === undefined || lattice === undefined || matrix.length !== n * n) return null;
  const name = (i: number) =>
    `${lattice.stabilizers[i]!.basis ?? ""}${format.integer(lattice.stabilizers[i]!.ancilla)}`;
  const pair = ({ i, j, p }: Pair) => text.pair(name(i), name(j), format.percent(p));
  const { strongest, distant } = extremes(matrix, lattice.stabilizers, lag);
  const words = lag === 0 ? text.same : text.next;
  return (
    <Panel
      title={text.title}
      testId="correlations"
      actions={
        <Select
          label={text.lag}
          value={String(lag)}
          options={[
            { value: "0", label: text.same },
            { value: "1", label: text.next },
          ]}
          onChange={(value) => setLag(value === "1" ? 1 : 0)}
        />
      }
    >
      <canvas
        ref={canvas}
        width={side}
        height={side}
        role="img"
        aria-label={text.label(words)}
        className="mx-auto my-2 block border border-line"
        style={{ width: side, height: side, imageRendering: "pixelated" }}
      />
      <p className="px-3 pb-1 text-xs text-ink-soft">{text.chance}</p>
      <p className="px-3 pb-1">
        {text.strongest}: {pair(strongest)}
      </p>
      {distant !== undefined && <p className="px-3 pb-2 text-ink-soft">{text.distant(pair(distant))}</p>}
    </Panel>
  );
}

interface Pair {
  readonly i: number;
  readonly j: number;
  readonly p: number;
}

function extremes(
  matrix: Float64Array,
  stabilizers: readonly { readonly data: readonly number[] }[],
  lag: 0 | 1,
): { readonly strongest: Pair; readonly distant: Pair | undefined } {
  const n = stabilizers.length;
  let strongest: Pair = { i: 0, j: 0, p: 0 };
  let distant: Pair | undefined;
  for (let i = 0; i < n; i++) {
    const mine = new Set(stabilizers[i]!.data);
    for (let j = lag === 0 ? i + 1 : 0; j < n; j++) {
      const p = matrix[i * n + j]!;
      if (p > strongest.p) strongest = { i, j, p };
      if (i !== j && p > (distant?.p ?? 0) && !stabilizers[j]!.data.some((q) => mine.has(q))) distant = { i, j, p };
    }
  }
  return { strongest, distant };
}

/** A cell a pair; the square root of the probability, so that weak ones can be seen beside strong ones. */
function drawMatrix(context: CanvasRenderingContext2D, matrix: Float64Array, n: number, chance: number): void {
  const [ground, ink] = [readColour("raised"), readColour("failing")];
  context.globalAlpha = 1;
  context.fillStyle = ground;
  context.fillRect(0, 0, side, side);
  context.fillStyle = ink;
  let top = 1e-4;
  for (const p of matrix) top = Math.max(top, p);
  const cell = side / n;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const share = Math.sqrt(Math.max(0, matrix[i * n + j]!) / top);
      if (matrix[i * n + j]! < chance || share < 0.05) continue;
      context.globalAlpha = share;
      context.fillRect(j * cell, i * cell, Math.ceil(cell), Math.ceil(cell));
    }
  context.globalAlpha = 1;
}

import type { SinglePoint } from "@homeostat/core/reliability";
import type { SystemModel } from "@homeostat/core/system";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { select, useLive } from "../../live/index.ts";
import { useWords } from "../../ui/index.ts";
import { type NodePosition, requestLayout } from "../../workers/index.ts";
import { type GraphMark, graphMarks } from "./graph-marks.ts";
import { reliabilityText } from "./text.ts";
import { useTrial } from "./trial-store.ts";

const size = { width: 150, height: 40 };
const mostNodes = 300;
const tints: Record<GraphMark, string> = {
  selected: "border-failing bg-failing text-ground",
  pointedOut: "border-accent bg-accent-tint text-ink ring-2 ring-accent",
  down: "border-failing bg-failing-tint text-failing",
  degraded: "border-degraded bg-degraded-tint text-degraded",
  delayed: "border-unknown bg-unknown-tint text-unknown",
  spof: "border-failing bg-raised text-ink",
};

interface WeaknessGraphProps {
  /** The system as it is; what is tried only draws over it. */
  readonly model: SystemModel;
  readonly points: readonly SinglePoint[];
  /** Components by falling importance, for a system of which only a part can be drawn. */
  readonly ranked: readonly string[];
}

/** The dependency graph with weak points, cut sets and reach pointed out by border, word and colour. */
export function WeaknessGraph({ model, points, ranked }: WeaknessGraphProps) {
  const text = useText(reliabilityText).graph;
  const words = useWords();
  const selection = useLive((s) => s.selection);
  const highlight = useTrial((s) => s.highlight);
  const shown = useMemo(() => shownComponents(model, ranked), [model, ranked]);
  const positions = useGraphLayout(model, shown);
  const { of: marks, radius } = useMemo(
    () => graphMarks(model, points, highlight, selection),
    [model, points, highlight, selection],
  );
  const reach =
    radius === undefined || selection === null
      ? text.choose
      : text.blast(words.component(selection), radius.down.length, radius.degraded.length, radius.delayed.length);
  return (
    <div className="px-3 pb-3">
      <p className="pb-1" data-testid="reach">
        {reach}
      </p>
      {shown.length < model.components.length && (
        <p className="pb-1 text-xs text-ink-soft">{text.only(shown.length, model.components.length)}</p>
      )}
      {positions === undefined ? (
        <div className="h-40 animate-pulse rounded bg-sunken" aria-busy="true" aria-label={text.layingOut} />
      ) : (
        <LaidGraph model={model} positions={positions} marks={marks} />
      )}
    </div>
  );
}

interface LaidGraphProps {
  readonly model: SystemModel;
  readonly positions: ReadonlyMap<string, NodePosition>;
  readonly marks: ReadonlyMap<string, GraphMark>;
}

function LaidGraph({ model, positions, marks }: LaidGraphProps) {
  const text = useText(reliabilityText).graph;
  const words = useWords();
  const selection = useLive((s) => s.selection);
  const nodes = useRef(new Map<string, HTMLButtonElement>());
  const places = [...positions.values()];
  const width = Math.max(...places.map(({ x }) => x)) + size.width;
  const height = Math.max(...places.map(({ y }) => y)) + size.height;
  const stop = selection !== null && positions.has(selection) ? selection : places[0]?.id;
  const walk = (event: KeyboardEvent, from: string) => {
    const next = neighbour(model, positions, from, event.key);
    if (next === undefined) return;
    event.preventDefault();
    nodes.current.get(next)?.focus();
  };
  return (
    <div className="overflow-auto rounded border border-line bg-raised" style={{ maxHeight: 420 }}>
      <div role="group" aria-label={text.label} className="relative m-3" style={{ width, height }} data-testid="graph">
        <GraphEdges model={model} positions={positions} width={width} height={height} marks={marks} />
        {places.map(({ id, x, y }) => {
          const mark = marks.get(id);
          return (
            <button
              key={id}
              ref={(element) => {
                if (element === null) nodes.current.delete(id);
                else nodes.current.set(id, element);
              }}
              type="button"
              tabIndex={id === stop ? 0 : -1}
              aria-pressed={id === selection}
              data-node={id}
              data-mark={mark}
              onClick={() => select(id === selection ? null : id)}
              onKeyDown={(event) => walk(event, id)}
              style={{ left: x, top: y, ...size }}
              className={`absolute overflow-hidden rounded border px-1.5 text-left text-xs ${mark === undefined ? "border-line bg-surface text-ink" : tints[mark]}`}
            >
              <span className="block truncate font-semibold">{words.component(id)}</span>
              {mark !== undefined && <span className="block truncate text-2xs">{text[mark]}</span>}
            </button>
          );
        })}
      </div>
    </div>
  );
}

function GraphEdges({
  model,
  positions,
  width,
  height,
  marks,
}: LaidGraphProps & { readonly width: number; readonly height: number }) {
  const cutEdges = useTrial((s) => s.edits.cutEdges);
  return (
    <svg width={width} height={height} className="absolute inset-0" aria-hidden="true">
      {model.dependencies.map(({ from, to, kind }) => {
        const start = positions.get(from);
        const end = positions.get(to);
        if (start === undefined || end === undefined) return null;
        const isCut = cutEdges.some((edge) => edge.from === from && edge.to === to);
        const carries = ["selected", "down"].includes(marks.get(to) ?? "") && marks.get(from) === "down";
        const [x1, y1] = [start.x + size.width, start.y + size.height / 2];
        const [x2, y2] = [end.x, end.y + size.height / 2];
        const bend = Math.max(20, Math.abs(x2 - x1) / 2);
        return (
          <path
            key={`${from} ${to}`}
            d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
            fill="none"
            stroke={isCut ? "var(--line)" : carries ? "var(--failing)" : "var(--line-strong)"}
            strokeWidth={carries ? 2 : 1}
            strokeDasharray={isCut ? "1 6" : kind === "hard" ? undefined : kind === "soft" ? "5 4" : "2 3"}
          />
        );
      })}
    </svg>
  );
}

/** Right to what the component needs, left to who needs it, up and down to the nearest in that direction. */
function neighbour(
  model: SystemModel,
  positions: ReadonlyMap<string, NodePosition>,
  from: string,
  key: string,
): string | undefined {
  const isThere = (id: string) => positions.has(id);
  if (key === "ArrowRight")
    return model.dependencies
      .filter((d) => d.from === from)
      .map((d) => d.to)
      .find(isThere);
  if (key === "ArrowLeft")
    return model.dependencies
      .filter((d) => d.to === from)
      .map((d) => d.from)
      .find(isThere);
  const here = positions.get(from);
  if (here === undefined || (key !== "ArrowDown" && key !== "ArrowUp")) return undefined;
  const sign = key === "ArrowDown" ? 1 : -1;
  const distance = ({ x, y }: NodePosition) => Math.abs(x - here.x) * 3 + Math.abs(y - here.y);
  return [...positions.values()].filter(({ y }) => sign * (y - here.y) > 0).sort((a, b) => distance(a) - distance(b))[0]
    ?.id;
}

function shownComponents({ components }: SystemModel, ranked: readonly string[]): readonly string[] {
  if (components.length <= mostNodes) return components.map(({ id }) => id);
  return [...new Set([...ranked, ...components.map(({ id }) => id)])].slice(0, mostNodes);
}

/** Where each node stands, from the layout worker; anew only when other nodes or edges are to be drawn. */
function useGraphLayout(model: SystemModel, shown: readonly string[]): ReadonlyMap<string, NodePosition> | undefined {
  const [positions, setPositions] = useState<ReadonlyMap<string, NodePosition>>();
  const key = shown.join();
  useEffect(() => {
    const request = new AbortController();
    const ids = key.split(",");
    const drawn = new Set(ids);
    const edges = model.dependencies
      .filter(({ from, to }) => drawn.has(from) && drawn.has(to))
      .map(({ from, to }) => [from, to] as const);
    requestLayout({ nodes: ids, edges, ...size }, request.signal).then(
      ({ nodes }) => setPositions(new Map(nodes.map((node) => [node.id, node]))),
      (error: unknown) => console.error(error),
    );
    return () => request.abort();
  }, [model, key]);
  return positions;
}

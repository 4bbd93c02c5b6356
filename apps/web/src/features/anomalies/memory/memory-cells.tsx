import type { MemoryAnswer } from "@homeostat/core/protocol";
import { terms, useFormat, useText } from "../../../i18n/index.ts";
import { ComponentLink, EmptyState, MomentLink, Panel, Skeleton, useWords } from "../../../ui/index.ts";
import { anomaliesText } from "../text.ts";
import type { MemoryView } from "./use-memory.ts";

const mostMoves = 4;
/** From this similarity on, a match is worth a word. */
const worthSaying = 0.5;

/** The incidents that are remembered: what they looked like, what healed them, and whether one is happening again. */
export function MemoryCells({ view: { status, memory } }: { readonly view: MemoryView }) {
  const text = useText(anomaliesText).memory;
  return (
    <Panel title={text.title} count={memory.cells.length} testId="memory-cells">
      {status === "loading" ? (
        <Skeleton lines={3} label={text.title} />
      ) : status === "failed" ? (
        <EmptyState title={text.failed} />
      ) : memory.cells.length === 0 ? (
        <EmptyState title={text.none}>{text.noneNext}</EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {memory.cells.map((cell) => (
            <Cell key={cell.id} cell={cell} matches={memory.matches} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

type Moves = MemoryAnswer["cells"][number]["signature"]["moves"];

/** The strongest moves, in the order in which they came. */
function shownMoves(moves: Moves): Moves {
  const least = moves.map(({ strength }) => strength).toSorted((a, b) => b - a)[mostMoves - 1] ?? 0;
  return moves.filter(({ strength }) => strength >= least).slice(0, mostMoves);
}

interface CellProps {
  readonly cell: MemoryAnswer["cells"][number];
  readonly matches: MemoryAnswer["matches"];
}

function Cell({ cell, matches }: CellProps) {
  const text = useText(anomaliesText).memory;
  const findings: Readonly<Record<string, string>> = useText(terms).finding;
  const format = useFormat();
  const words = useWords();
  const { root, repair } = cell.lesson;
  const best = matches.find((match) => match.cell === cell.id && match.similarity >= worthSaying);
  return (
    <li data-testid="memory-cell" className="space-y-0.5 px-3 py-2">
      <p>
        <ComponentLink id={root} />{" "}
        <span className="text-ink-soft">
          {text.seen(cell.exposures)} · <MomentLink at={cell.lastSeenAt} />
        </span>
      </p>
      {best !== undefined && (
        <p className="font-semibold text-degraded">◆ {text.matches(format.percent(best.similarity))}</p>
      )}
      <p>{repair === null ? text.unrepaired : text.repaired(words.action(repair))}</p>
      <ol className="space-y-0.5 text-xs text-ink-soft">
        {shownMoves(cell.signature.moves).map((move) => (
          <li key={`${move.component}/${move.metric}/${move.direction}`} data-testid="signature-move">
            <span className="flex justify-between gap-2">
              <span className="min-w-0 truncate">
                {words.component(move.component)}: {findings[move.metric] ?? words.metric(move.metric)}{" "}
                {move.direction > 0 ? `▲ ${text.up}` : `▼ ${text.down}`}
              </span>
              {move.delayMs > 0 && <span className="shrink-0">{text.after(format.duration(move.delayMs))}</span>}
            </span>
            <span
              role="img"
              aria-label={text.strength(format.percent(move.strength))}
              className="block h-1 rounded-sm bg-accent"
              style={{ width: `${100 * move.strength}%` }}
            />
          </li>
        ))}
      </ol>
    </li>
  );
}

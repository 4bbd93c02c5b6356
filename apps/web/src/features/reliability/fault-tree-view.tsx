import { useMemo, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { Select, useWords } from "../../ui/index.ts";
import type { ReliabilityReport } from "../../workers/index.ts";
import { boxSize, type DrawnNode, type DrawnTree, drawTree } from "./drawn-tree.ts";
import { reliabilityText } from "./text.ts";
import { useFigures } from "./use-figures.ts";
import { useSubjectWords } from "./use-subject-words.ts";

const openDepth = 2;

/** The fault tree, drawn so that it can be checked by eye; gates open and close. */
export function FaultTreeView({ report }: { readonly report: ReliabilityReport }) {
  const text = useText(reliabilityText).tree;
  const words = useWords();
  const { tree, downGates, entries } = report;
  const [chosen, setChosen] = useState(tree.top);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const tops = [
    ...new Map([
      ...entries.map(({ entry }) => [downGates.get(entry) ?? tree.top, text.down(words.component(entry))] as const),
      ...(entries.length > 1 ? [[tree.top, text.whole] as const] : []),
    ]),
  ];
  const top = tops.some(([gate]) => gate === chosen) ? chosen : (tops[0]?.[0] ?? tree.top);
  const drawn = useMemo(
    () => drawTree(tree, top, (path, depth) => depth < openDepth !== toggled.has(path)),
    [tree, top, toggled],
  );
  const toggle = (path: string) => {
    const next = new Set(toggled);
    if (!next.delete(path)) next.add(path);
    setToggled(next);
  };
  return (
    <div className="px-3 pb-3">
      <div className="flex flex-wrap items-center gap-2 pb-2">
        <Select
          label={text.top}
          value={top}
          options={tops.map(([value, label]) => ({ value, label }))}
          onChange={setChosen}
        />
        <p className="text-xs text-ink-soft">{text.help}</p>
      </div>
      <div
        key={top}
        ref={showTop}
        className="overflow-auto rounded border border-line bg-raised"
        style={{ maxHeight: 460 }}
      >
        <div
          className="relative m-3"
          style={{ width: drawn.width, height: drawn.height + 8 }}
          data-testid="fault-tree"
          data-nodes={drawn.nodes.length}
        >
          <TreeLines drawn={drawn} />
          {drawn.nodes.map((node) => (
            <TreeBox key={node.path} node={node} report={report} onToggle={toggle} />
          ))}
        </div>
      </div>
    </div>
  );
}

/** Whoever comes to a tree wider than its frame sees its top first; opening a gate leaves the view where it is. */
function showTop(frame: HTMLDivElement | null): void {
  const box = frame?.querySelector<HTMLElement>("[data-gate]");
  if (frame === null || box === null || box === undefined) return;
  frame.scrollLeft = box.offsetLeft + box.offsetWidth / 2 - frame.clientWidth / 2;
}

function TreeLines({ drawn: { nodes, lines, width, height } }: { readonly drawn: DrawnTree }) {
  return (
    <svg width={width} height={height} className="absolute inset-0" aria-hidden="true">
      {lines.map(([above, below]) => {
        const [gate, arg] = [nodes[above]!, nodes[below]!];
        const [x1, y1] = [gate.x + boxSize.width / 2, gate.y + boxSize.height];
        const x2 = arg.x + boxSize.width / 2;
        return (
          <path
            key={arg.path}
            d={`M${x1} ${y1}V${y1 + 20}H${x2}V${arg.y}`}
            fill="none"
            stroke="var(--line-strong)"
            strokeWidth={1}
          />
        );
      })}
    </svg>
  );
}

interface TreeBoxProps {
  readonly node: DrawnNode;
  readonly report: ReliabilityReport;
  readonly onToggle: (path: string) => void;
}

function TreeBox({ node, report: { tree, subjects, gateSubjects }, onToggle }: TreeBoxProps) {
  const text = useText(reliabilityText).tree;
  const figures = useFigures();
  const words = useSubjectWords();
  const { path, name, kind, x, y, isOpen } = node;
  const place = { left: x, top: y, width: boxSize.width, minHeight: boxSize.height };
  const box = "absolute flex flex-col justify-center border px-1.5 text-center text-2xs leading-tight";
  if (kind === "more") {
    return (
      <p style={place} className={`${box} border-dashed border-line text-ink-soft`}>
        {text.more(node.count)}
      </p>
    );
  }
  const gateSubject = gateSubjects.get(name);
  if (gateSubject !== undefined) {
    const gate = tree.gates.find((one) => one.name === name)!;
    const join =
      gate.operator === "atleast"
        ? text.atleast(gate.k ?? 1, gate.args.length)
        : gate.operator === "and"
          ? text.and
          : text.or;
    return (
      <button
        type="button"
        style={place}
        disabled={kind === "again"}
        aria-expanded={kind === "again" ? undefined : isOpen}
        onClick={() => onToggle(path)}
        data-gate={name}
        className={`${box} rounded-t-sm border-line-strong bg-surface`}
      >
        <span className="line-clamp-2">{words.gate(gateSubject)}</span>
        <span className="font-semibold text-accent">
          {kind === "again" ? `△ ${text.again}` : `${isOpen ? "▾" : "▸"} ${join}`}
        </span>
      </button>
    );
  }
  const subject = subjects.get(name);
  const probability = tree.events.find((event) => event.name === name)?.probability;
  return (
    <p style={place} className={`${box} rounded-full border-line bg-sunken`}>
      <span className="line-clamp-2">{subject === undefined ? name : words.event(subject)}</span>
      {probability?.kind === "number" && (
        <span className="font-semibold">{figures.probability(probability.value)}</span>
      )}
    </p>
  );
}

import type { Verdict } from "@homeostat/core/journal";
import { memo } from "react";
import { terms, useFormat, useText } from "../../i18n/index.ts";
import { goTo, select } from "../../live/index.ts";
import { appText } from "../text.ts";
import type { LaneMark } from "./lanes.ts";

interface LaneProps {
  readonly marks: readonly LaneMark[];
  readonly start: number;
  readonly end: number;
  readonly row: 0 | 1 | 2;
}

const tones = { fault: "bg-fault", warning: "bg-degraded", critical: "bg-failing" };

/** One row of the time rail; each mark leads to its moment. */
export const Lane = memo(function Lane({ marks, start, end, row }: LaneProps) {
  const seen = marks.filter(({ from, to }) => (to ?? end) >= start && from <= end);
  return (
    <ul className="absolute inset-x-0 h-4 border-b border-line" style={{ top: `${0.25 + row * 1.0625}rem` }}>
      {seen.map((mark) => (
        <Mark key={mark.key} mark={mark} start={start} end={end} />
      ))}
    </ul>
  );
});

function Mark({ mark, start, end }: { readonly mark: LaneMark; readonly start: number; readonly end: number }) {
  const name = useMarkName(mark);
  const left = Math.max(0, ((mark.from - start) / (end - start)) * 100);
  const right = Math.min(100, (((mark.to ?? end) - start) / (end - start)) * 100);
  const { what } = mark;
  const show = () => {
    if (mark.component !== undefined) select(mark.component);
    goTo(mark.from);
  };
  return (
    <li>
      <button
        type="button"
        tabIndex={-1}
        title={name}
        aria-label={name}
        onClick={show}
        className="group absolute inset-y-0 min-w-2.5 cursor-pointer"
        style={{ left: `${left}%`, width: `${Math.max(0, right - left)}%` }}
      >
        {what.kind === "decision" ? (
          <DecisionGlyph verdict={what.verdict} />
        ) : (
          <span
            className={`absolute inset-x-0 inset-y-1 rounded-sm group-hover:inset-y-0.5 ${tones[what.kind === "fault" ? "fault" : what.severity === "critical" ? "critical" : "warning"]}`}
          />
        )}
      </button>
    </li>
  );
}

/** Approved and automatic are filled, vetoed is crossed, expired is hollow. */
function DecisionGlyph({ verdict }: { readonly verdict: Verdict }) {
  const d =
    verdict === "vetoed"
      ? "M3 3l8 8M11 3l-8 8"
      : verdict === "expired"
        ? "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z"
        : "M2.5 7.5 6 11l6-8";
  return (
    <svg
      viewBox="0 0 14 14"
      className="absolute top-0.5 -left-1.5 size-3.5 fill-none stroke-accent stroke-2"
      aria-hidden="true"
    >
      <path d={d} />
    </svg>
  );
}

function useMarkName({ what, component, from }: LaneMark): string {
  const words = useText(terms);
  const text = useText(appText).rail;
  const format = useFormat();
  const nameOf = () => {
    switch (what.kind) {
      case "fault":
        return words.fault[what.fault];
      case "finding":
        return words.finding[what.finding];
      case "decision":
        return [words.verdict[what.verdict], what.action && words.action[what.action]].filter(Boolean).join(": ");
    }
  };
  return text.jumpTo([nameOf(), component].filter(Boolean).join(" "), format.time(from));
}

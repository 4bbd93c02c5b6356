import { useFormat, useText } from "../../i18n/index.ts";
import type { Receipt } from "../../ui/index.ts";
import { faultsPageText } from "./text.ts";

interface ReceiptCourseProps {
  readonly receipt: Receipt;
  /** What the whole width stands for. */
  readonly longestMs: number;
}

/** From the injection to the healing as one bar: until it was seen, until it was decided, until it was healed. */
export function ReceiptCourse({ receipt: { detectMs, decideMs, healMs }, longestMs }: ReceiptCourseProps) {
  const text = useText(faultsPageText);
  const format = useFormat();
  const after = (ms: number | undefined) => (ms === undefined ? text.never : text.after(format.duration(ms)));
  if (detectMs === undefined) return <span className="text-ink-soft">{text.unseen}</span>;
  const stages = [
    { key: "detected", from: 0, to: detectMs, tone: "bg-failing" },
    { key: "decided", from: detectMs, to: decideMs, tone: "bg-degraded" },
    { key: "healed", from: Math.max(detectMs, decideMs ?? 0), to: healMs, tone: "bg-healing" },
  ];
  return (
    <div className="flex items-center gap-2" title={text.courseOf(after(detectMs), after(decideMs), after(healMs))}>
      <div className="relative h-2.5 min-w-24 flex-1 rounded-sm bg-sunken" aria-hidden="true">
        {stages.map(({ key, from, to, tone }) =>
          to === undefined || to <= from ? null : (
            <span
              key={key}
              className={`absolute inset-y-0 rounded-sm ${tone}`}
              style={{ left: `${(100 * from) / longestMs}%`, width: `max(2px, ${(100 * (to - from)) / longestMs}%)` }}
            />
          ),
        )}
      </div>
      <span className="sr-only">{text.courseOf(after(detectMs), after(decideMs), after(healMs))}</span>
      <span
        className={`w-24 text-right ${healMs === undefined ? "text-ink-soft" : "font-semibold"}`}
        aria-hidden="true"
      >
        {healMs === undefined ? text.unhealed : format.duration(healMs)}
      </span>
    </div>
  );
}

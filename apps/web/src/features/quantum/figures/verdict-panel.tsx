import { quantile } from "@homeostat/core/kernel";
import { useFormat, useText } from "../../../i18n/index.ts";
import { Panel } from "../../../ui/index.ts";
import { drawTimesMs, useLab } from "../lab/lab-store.ts";
import { layerName } from "../round-bar.tsx";
import { quantumText } from "../text.ts";
import { Facts } from "./facts.tsx";

/** What the decoder made of the shot, and whether it was right. */
export function VerdictPanel() {
  const text = useText(quantumText);
  const format = useFormat();
  const { decoded, layer, layers, phase, pace, stream } = useLab();
  if (stream !== null && pace !== null) return null;
  if (phase !== "ready" || decoded === undefined) return null;
  const isOver = layer >= layers - 1 && decoded.actualFlip !== undefined;
  const isRight = decoded.predictedFlip === decoded.actualFlip;
  const flip = (isFlipped: boolean) => (isFlipped ? text.verdict.flipped : text.verdict.notFlipped);
  const sentence = isOver
    ? isRight
      ? text.verdict.kept
      : text.verdict.lost
    : stream === null
      ? text.verdict.open
      : text.verdict.held;
  const summary = text.verdict.summary(
    layerName(text.shot, (n) => format.integer(n), layer, layers - 1),
    text.verdict.events(decoded.events.length),
    text.verdict.matches(decoded.matching.length),
  );
  return (
    <Panel title={text.verdict.title} testId="quantum-verdict">
      <div aria-live="polite" className={pace === null ? "" : "opacity-55"}>
        <p
          data-testid="verdict-sentence"
          data-result={isOver ? (isRight ? "kept" : "lost") : "open"}
          className={`px-3 font-serif text-base ${isOver ? (isRight ? "text-healthy" : "text-failing") : "text-ink"}`}
        >
          {isOver && <span aria-hidden="true">{isRight ? "● " : "■ "}</span>}
          {sentence}
        </p>
        <p className="px-3 pt-1 text-ink-soft" data-testid="shot-summary">
          {summary}
        </p>
      </div>
      <Facts
        rows={[
          { name: text.verdict.predicted, value: flip(decoded.predictedFlip), testId: "predicted" },
          ...(isOver ? [{ name: text.verdict.happened, value: flip(decoded.actualFlip), testId: "happened" }] : []),
          ...(drawTimesMs.length < 3
            ? []
            : [
                {
                  name: text.verdict.drawn,
                  value: format.metric("latencyMs", quantile(drawTimesMs, 0.5)),
                  note: `p95 ${format.metric("latencyMs", quantile(drawTimesMs, 0.95))}`,
                },
              ]),
        ]}
      />
    </Panel>
  );
}

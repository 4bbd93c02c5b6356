import { useFormat, useText } from "../../../i18n/index.ts";
import { Panel } from "../../../ui/index.ts";
import { useLab } from "../lab/lab-store.ts";
import { quantumText } from "../text.ts";

const mostShown = 8;

/** Rounds with far more events than usual, newest first. */
export function BurstsPanel() {
  const text = useText(quantumText).bursts;
  const format = useFormat();
  const bursts = useLab((s) => s.figures?.bursts);
  if (bursts === undefined) return null;
  return (
    <Panel title={text.title} count={bursts.length} testId="bursts">
      {bursts.length === 0 ? (
        <p className="px-3 pb-2 text-ink-soft">{text.none}</p>
      ) : (
        <ul className="px-3 pb-2">
          {bursts
            .slice(-mostShown)
            .toReversed()
            .map(({ from, to, events, expected }) => (
              <li key={from}>
                {text.item(
                  format.integer(from),
                  format.integer(to),
                  format.integer(events),
                  format.integer(Math.round(expected)),
                )}
              </li>
            ))}
        </ul>
      )}
    </Panel>
  );
}

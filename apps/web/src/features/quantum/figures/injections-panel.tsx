import { X } from "lucide-react";
import { useFormat, useText } from "../../../i18n/index.ts";
import { Button, Panel } from "../../../ui/index.ts";
import { removeInjection, useLab } from "../lab/lab-store.ts";
import { quantumText } from "../text.ts";

/** The errors that a person put in. */
export function InjectionsPanel() {
  const text = useText(quantumText).injections;
  const format = useFormat();
  const injections = useLab((s) => s.injections);
  return (
    <Panel title={text.title} count={injections.length} testId="injections">
      {injections.length === 0 ? (
        <p className="px-3 pb-2 text-ink-soft">{text.none}</p>
      ) : (
        <ul className="max-h-40 overflow-y-auto px-3 pb-2">
          {injections.map((one) => {
            const words = text.item(one.pauli, format.integer(one.qubit), format.integer(one.round + 1));
            return (
              <li key={`${one.qubit}/${one.round}`} className="flex items-center justify-between gap-2 py-0.5">
                {words}
                <Button icon={X} label={text.remove(words)} onClick={() => removeInjection(one)} />
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}

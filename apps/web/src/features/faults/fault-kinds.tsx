import { faultSpecs } from "@homeostat/core/system";
import { terms, useText } from "../../i18n/index.ts";
import { useSystem } from "../../live/index.ts";
import { faultsPageText } from "./text.ts";

/** The faults that what manages the system can make, what each does, and whether it ends when it is stopped. */
export function FaultKinds() {
  const text = useText(faultsPageText);
  const kinds = useText(terms).fault;
  const offered = useSystem((s) => s.capabilities.faults);
  const managed = useSystem((s) => s.managed);
  return (
    <div className="px-4 pb-3">
      {managed !== null && <p className="pb-2 text-xs text-ink-soft">{text.canNote(text.managed[managed])}</p>}
      <dl className="space-y-1.5">
        {offered.map((kind) => (
          <div key={kind}>
            <dt className="font-semibold">{kinds[kind]}</dt>
            <dd className="text-ink-soft">
              {text.effect[kind]}{" "}
              <span className="text-xs">({faultSpecs[kind].isReversible ? text.clears : text.stays})</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

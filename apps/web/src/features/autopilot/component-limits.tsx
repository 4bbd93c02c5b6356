import type { Mode } from "@homeostat/core/journal";
import { ShieldCheck, X } from "lucide-react";
import type { ReactNode } from "react";
import { terms, useText } from "../../i18n/index.ts";
import { useSystem } from "../../live/index.ts";
import { Button, Select, useWords } from "../../ui/index.ts";
import { modes, type PolicyPart } from "./mode-matrix.tsx";
import { autopilotText } from "./text.ts";

/** What is allowed at the most on single components, and which are never touched. */
export function ComponentLimits({ policy, onChange }: PolicyPart) {
  const text = useText(autopilotText);
  const names = useText(terms).mode;
  const words = useWords();
  const { byComponent, protectedComponents } = policy;
  const setMode = (id: string, mode: Mode | undefined) => {
    const { [id]: _, ...others } = byComponent;
    onChange({ ...policy, byComponent: mode === undefined ? others : { ...others, [id]: mode } });
  };
  const setProtected = (ids: readonly string[]) => onChange({ ...policy, protectedComponents: [...ids] });
  return (
    <>
      <Listing
        name={text.byComponent}
        taken={Object.keys(byComponent)}
        onAdd={(id) => setMode(id, "approve")}
        onRemove={(id) => setMode(id, undefined)}
      >
        {(id) => (
          <Select
            label={words.component(id)}
            value={byComponent[id] ?? "approve"}
            options={modes.map((value) => ({ value, label: names[value] }))}
            onChange={(value) =>
              setMode(
                id,
                modes.find((one) => one === value),
              )
            }
          />
        )}
      </Listing>
      <Listing
        name={text.protectedOnes}
        taken={protectedComponents}
        onAdd={(id) => setProtected([...protectedComponents, id])}
        onRemove={(id) => setProtected(protectedComponents.filter((one) => one !== id))}
      >
        {() => <ShieldCheck className="size-4 text-healthy" aria-hidden="true" />}
      </Listing>
    </>
  );
}

interface ListingProps {
  readonly name: string;
  /** The components that are on the list. */
  readonly taken: readonly string[];
  readonly onAdd: (id: string) => void;
  readonly onRemove: (id: string) => void;
  /** What stands beside a component's name. */
  readonly children: (id: string) => ReactNode;
}

/** Components to which something applies, each to be taken off, and the others to be put on. */
function Listing({ name, taken, onAdd, onRemove, children }: ListingProps) {
  const text = useText(autopilotText);
  const words = useWords();
  const components = useSystem((s) => s.model?.components) ?? [];
  const rest = components.filter(({ id }) => !taken.includes(id));
  return (
    <fieldset>
      <legend className="eyebrow pb-1">{name}</legend>
      <ul className="flex flex-wrap items-center gap-2">
        {taken.map((id) => (
          <li key={id} className="flex items-center gap-1 rounded border border-line bg-raised pl-2">
            <span>{words.component(id)}</span>
            {children(id)}
            <Button icon={X} label={`${text.remove}: ${words.component(id)}`} onClick={() => onRemove(id)} />
          </li>
        ))}
        <li>
          <Select
            label={`${name}: ${text.addComponent}`}
            value=""
            options={[
              { value: "", label: `${text.addComponent}…` },
              ...rest.map(({ id }) => ({ value: id, label: words.component(id) })),
            ]}
            onChange={(id) => id !== "" && onAdd(id)}
          />
        </li>
      </ul>
    </fieldset>
  );
}

import type { ConsoleState } from "@homeostat/core/journal";
import { componentOf, displayName } from "@homeostat/core/system";
import { useText } from "../../../i18n/index.ts";
import { nowText } from "../text.ts";
import type { Fold } from "./folds.ts";
import type { MapNode } from "./topology.ts";

/** What nodes are called: a component's name, or what the components of a fold have in common. */
export function useNodeName(): (state: ConsoleState, node: MapNode) => string {
  const text = useText(nowText).map.folds;
  const foldName = ({ label, part }: Fold): string => {
    const suffix = part === undefined ? "" : text.part(part.number, part.of);
    switch (label.by) {
      case "group":
        return `${label.group ?? text.others}${suffix}`;
      case "name":
        return `${text.stem(label.stem)}${suffix}`;
      case "layer":
        return `${text.layer(label.from, label.to)}${suffix}`;
    }
  };
  return ({ model }, { id, fold }) => {
    if (fold !== undefined) return foldName(fold);
    const component = componentOf(model, id);
    return component === undefined ? id : displayName(component);
  };
}

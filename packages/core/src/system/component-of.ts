import type { Component } from "./component.ts";
import type { SystemModel } from "./system-model.ts";

const indexes = new WeakMap<SystemModel, ReadonlyMap<string, Component>>();

/** The component with this id; built once for each model, then found at once. */
export function componentOf(model: SystemModel | null, id: string): Component | undefined {
  if (model === null) return undefined;
  let index = indexes.get(model);
  if (index === undefined) {
    index = new Map(model.components.map((component) => [component.id, component]));
    indexes.set(model, index);
  }
  return index.get(id);
}

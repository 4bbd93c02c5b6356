import type { Component } from "./component.ts";

/** What a component is called on the screen. */
export function displayName(component: Component): string {
  return component.name ?? component.id;
}

import type { Component } from "@homeostat/core/system";
import { useFormat, useText } from "../../../i18n/index.ts";
import { useSystemParts } from "../../../live/index.ts";
import { nowText } from "../text.ts";
import { useMap } from "./map-store.ts";
import { headlineOf } from "./node-facts.ts";

/** The one number of a component, in words: the one that people have chosen to see. */
export function useHeadline(component: Component | undefined): string {
  const text = useText(nowText).map.figure;
  const format = useFormat();
  const figure = useMap((m) => m.figure);
  const headline = useSystemParts((s) => (component === undefined ? undefined : headlineOf(s, component, figure)));
  if (headline === undefined) return "–";
  const { metric, value } = headline;
  return metric === "carbon" ? text.perHour(format.number(value)) : format.metric(metric, value);
}

import type { Health } from "@homeostat/core/system";
import { terms, useText } from "../i18n/index.ts";
import { HealthGlyph, healthTone } from "./health-glyph.tsx";

/** A health as shape, word and colour, in that order. */
export function StatusMark({ health }: { readonly health: Health }) {
  const words = useText(terms).health;
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${healthTone[health]}`}>
      <HealthGlyph health={health} className="size-3" />
      {words[health]}
    </span>
  );
}

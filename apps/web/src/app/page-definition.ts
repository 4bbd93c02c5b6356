import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import type { Catalogue } from "../i18n/index.ts";

/** A page of the console. Its folder under `features/` gives one in `page.ts`, which imports nothing heavy itself. */
export interface PageDefinition {
  /** The address, such as `/incidents`. */
  readonly path: string;
  readonly icon: LucideIcon;
  /** What it is called in the navigation and as heading; `question` is what it answers. */
  readonly text: Catalogue<{ readonly title: string; readonly question: string }>;
  /** Two keys in a row that lead to it, such as `g i`. */
  readonly keys: string;
  /** Brings the page when it is first opened, as a chunk of its own. */
  readonly load: () => Promise<{ readonly Page: ComponentType }>;
}

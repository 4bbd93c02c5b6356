import { anomaliesPage } from "../features/anomalies/page.ts";
import { auditPage } from "../features/audit/page.ts";
import { autopilotPage } from "../features/autopilot/page.ts";
import { carbonPage } from "../features/carbon/page.ts";
import { faultsPage } from "../features/faults/page.ts";
import { incidentsPage } from "../features/incidents/page.ts";
import { nowPage } from "../features/now/page.ts";
import { quantumPage } from "../features/quantum/page.ts";
import { reliabilityPage } from "../features/reliability/page.ts";
import type { PageDefinition } from "./page-definition.ts";

/**
 * Every page of the console, in the order of the navigation. To add one: a folder under `features/` with a `page.ts`, and
 * a line here.
 */
export const pages: readonly PageDefinition[] = [
  nowPage,
  incidentsPage,
  autopilotPage,
  faultsPage,
  reliabilityPage,
  anomaliesPage,
  quantumPage,
  carbonPage,
  auditPage,
];

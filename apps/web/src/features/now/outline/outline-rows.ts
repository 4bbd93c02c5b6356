import { affectedBy } from "@homeostat/core/ecosystem";
import type { ConsoleState } from "@homeostat/core/journal";
import { displayName, type Health, type SystemModel, worstHealth } from "@homeostat/core/system";
import { healthOf } from "../map/node-facts.ts";

/** What does not change with health: found once for a model. */
export interface OutlineFact {
  readonly id: string;
  readonly name: string;
  readonly group: string | undefined;
  /** Other components that feel it when this one fails. */
  readonly reach: number;
  readonly failureProbability: number;
}

export function outlineFacts(model: SystemModel): readonly OutlineFact[] {
  return model.components.map((component) => ({
    id: component.id,
    name: displayName(component),
    group: component.group,
    reach: affectedBy(model, component.id).length - 1,
    failureProbability: component.failureProbability,
  }));
}

/** How likely it is down, given what is seen; the failure probability says it for what seems well. */
const downGiven: Record<Health, number | undefined> = {
  healthy: undefined,
  healing: 0.5,
  degraded: 0.5,
  failing: 1,
  isolated: 1,
  unknown: 0.5,
};

export type OutlineOrder = "name" | "status" | "reach" | "risk";

export type OutlineRow =
  | {
      readonly kind: "group";
      readonly group: string;
      readonly health: Health;
      readonly count: number;
      readonly isOpen: boolean;
    }
  | {
      readonly kind: "component";
      readonly fact: OutlineFact;
      readonly health: Health;
      readonly risk: number;
      readonly level: 1 | 2;
    };
type ComponentRow = Extract<OutlineRow, { kind: "component" }>;

interface OutlineView {
  readonly order: OutlineOrder;
  readonly query: string;
  readonly onlyUnhealthy: boolean;
  readonly closed: ReadonlySet<string>;
}

const worseFirst: Record<Health, number> = { failing: 0, degraded: 1, unknown: 2, isolated: 3, healing: 4, healthy: 5 };

/** The rows of the outline: by name within their groups, or without groups in the order that was asked for. */
export function outlineRows(
  facts: readonly OutlineFact[],
  state: ConsoleState,
  view: OutlineView,
): readonly OutlineRow[] {
  const query = view.query.trim().toLowerCase();
  const rows = facts
    .filter(({ id, name }) => query === "" || name.toLowerCase().includes(query) || id.includes(query))
    .map((fact): ComponentRow => {
      const health = healthOf(state, fact.id);
      const risk = fact.reach * (downGiven[health] ?? fact.failureProbability);
      return { kind: "component", fact, health, risk, level: 1 };
    })
    .filter(({ health }) => !view.onlyUnhealthy || health !== "healthy");
  const byName = (a: ComponentRow, b: ComponentRow) => a.fact.name.localeCompare(b.fact.name);
  switch (view.order) {
    case "status":
      return rows.sort((a, b) => worseFirst[a.health] - worseFirst[b.health] || byName(a, b));
    case "reach":
      return rows.sort((a, b) => b.fact.reach - a.fact.reach || byName(a, b));
    case "risk":
      return rows.sort((a, b) => b.risk - a.risk || byName(a, b));
    case "name":
      return grouped(rows.sort(byName), view.closed);
  }
}

function grouped(rows: readonly ComponentRow[], closed: ReadonlySet<string>): OutlineRow[] {
  const groups = Map.groupBy(rows, ({ fact }) => fact.group ?? "");
  const out: OutlineRow[] = [];
  for (const [group, members] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    if (group === "") {
      out.push(...members);
      continue;
    }
    const isOpen = !closed.has(group);
    const health = worstHealth(members.map((member) => member.health));
    out.push({ kind: "group", group, health, count: members.length, isOpen });
    if (isOpen) out.push(...members.map((member) => ({ ...member, level: 2 as const })));
  }
  return out;
}

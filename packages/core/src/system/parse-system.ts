import { z } from "zod";
import { InputError, type InputPlace } from "../kernel/index.ts";
import { nearest } from "./nearest.ts";
import { parseYaml, type YamlPath } from "./parse-yaml.ts";
import { type SystemModel, systemModelSchema } from "./system-model.ts";

/**
 * Reads a system file (YAML or JSON).
 *
 * @param text the file's content
 * @param file its name, for messages
 * @throws {InputError} with file, line and field, for bad YAML, a wrong or unknown field, a duplicate id, a dependency on
 *   a component that does not exist, or a cycle of hard dependencies
 */
export function parseSystem(text: string, file?: string): SystemModel {
  const { value, placeOf } = parseYaml(systemModelSchema, text, file, "a system: at least `name` and `components`");
  checkReferences(value, placeOf);
  return value;
}

/** The JSON Schema (draft 2020-12) of the system file, for editors. */
export function systemJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(systemModelSchema, { io: "input" }), title: "Homeostat system file" };
}

function checkReferences(model: SystemModel, placeOf: (path: YamlPath) => InputPlace): void {
  const first = uniqueIds("components", model.components, placeOf);
  uniqueIds("recurringJobs", model.recurringJobs, placeOf);
  const known = (id: string, path: YamlPath) => {
    if (first.has(id)) return;
    const near = nearest(id, [...first.keys()]);
    const hint = near === undefined ? "name one of the components" : `did you mean "${near}"?`;
    throw new InputError(`there is no component "${id}"; ${hint}`, placeOf(path));
  };
  const edges = new Set<string>();
  for (const [i, { from, to }] of model.dependencies.entries()) {
    known(from, ["dependencies", i, "from"]);
    known(to, ["dependencies", i, "to"]);
    if (from === to) {
      throw new InputError(
        `"${from}" depends on itself; a dependency joins two components`,
        placeOf(["dependencies", i, "to"]),
      );
    }
    if (edges.has(`${from} ${to}`)) {
      throw new InputError(`"${from}" → "${to}" is listed twice; keep one of them`, placeOf(["dependencies", i]));
    }
    edges.add(`${from} ${to}`);
  }
  for (const [i, slo] of model.slos.entries()) known(slo.entry, ["slos", i, "entry"]);
  for (const [i, { component }] of model.recurringJobs.entries())
    if (component !== undefined) known(component, ["recurringJobs", i, "component"]);

  const cycle = findHardCycle(model);
  if (cycle !== undefined) {
    const reason =
      `hard dependencies form a cycle ${cycle.members.join(" → ")}, so none of them could ever start; ` +
      "make one of these dependencies soft or async";
    throw new InputError(reason, placeOf(["dependencies", cycle.edge]));
  }
}

/** Where each id is, in a list of the file in which none may come twice. */
function uniqueIds(
  list: "components" | "recurringJobs",
  items: readonly { readonly id: string }[],
  placeOf: (path: YamlPath) => InputPlace,
): Map<string, number> {
  const first = new Map<string, number>();
  for (const [i, { id }] of items.entries()) {
    const before = first.get(id);
    if (before !== undefined)
      throw new InputError(
        `the id "${id}" is taken by ${list}[${before}]; give each ${list === "components" ? "component" : "job"} an id of its own`,
        placeOf([list, i, "id"]),
      );
    first.set(id, i);
  }
  return first;
}

function findHardCycle(model: SystemModel): { members: string[]; edge: number } | undefined {
  const out = new Map<string, { to: string; edge: number }[]>();
  for (const [edge, { from, to, kind }] of model.dependencies.entries()) {
    if (kind === "hard") out.set(from, [...(out.get(from) ?? []), { to, edge }]);
  }
  const state = new Map<string, "open" | "done">();
  for (const start of out.keys()) {
    if (state.has(start)) continue;
    const path: { id: string; next: number }[] = [{ id: start, next: 0 }];
    state.set(start, "open");
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const follow = out.get(top.id)?.[top.next++];
      if (follow === undefined) {
        state.set(top.id, "done");
        path.pop();
      } else if (state.get(follow.to) === "open") {
        const members = path.slice(path.findIndex(({ id }) => id === follow.to)).map(({ id }) => id);
        return { members: [...members, follow.to], edge: follow.edge };
      } else if (!state.has(follow.to)) {
        state.set(follow.to, "open");
        path.push({ id: follow.to, next: 0 });
      }
    }
  }
  return undefined;
}

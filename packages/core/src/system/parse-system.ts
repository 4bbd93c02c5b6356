import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { type core, z } from "zod";
import { InputError } from "../kernel/index.ts";
import { type SystemModel, systemModelSchema } from "./system-model.ts";

type Path = readonly PropertyKey[];

/**
 * Reads a system file (YAML or JSON).
 *
 * @param text the file's content
 * @param file its name, for messages
 * @throws {InputError} with file, line and field, for bad YAML, a wrong or unknown field, a duplicate id, a dependency on
 *   a component that does not exist, or a cycle of hard dependencies
 */
export function parseSystem(text: string, file?: string): SystemModel {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, maxAliasCount: 100 } as never);
  const broken = document.errors[0];
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw new InputError(`this is not YAML: ${lowerFirst(broken.message)}`, { file, line, column: col });
  }
  const placeOf = (path: Path) => ({ file, line: lineOf(document.contents, path, lines), field: fieldName(path) });

  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new InputError(`this YAML cannot be read: ${lowerFirst((error as Error).message)}`, { file, line: 1 });
  }
  if (content === null || typeof content !== "object") {
    throw new InputError("the file holds no system; give at least `name` and `components`", { file, line: 1 });
  }
  const parsed = systemModelSchema.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0] as core.$ZodIssue;
    throw new InputError(issueSentence(issue, content), placeOf(issuePath(issue)));
  }
  checkReferences(parsed.data, placeOf);
  return parsed.data;
}

/** The JSON Schema (draft 2020-12) of the system file, for editors. */
export function systemJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(systemModelSchema, { io: "input" }), title: "Homeostat system file" };
}

function checkReferences(
  model: SystemModel,
  placeOf: (path: Path) => ConstructorParameters<typeof InputError>[1],
): void {
  const first = new Map<string, number>();
  for (const [i, component] of model.components.entries()) {
    const before = first.get(component.id);
    if (before !== undefined) {
      const reason = `the id "${component.id}" is taken by components[${before}]; give each component an id of its own`;
      throw new InputError(reason, placeOf(["components", i, "id"]));
    }
    first.set(component.id, i);
  }
  const known = (id: string, path: Path) => {
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

  const cycle = findHardCycle(model);
  if (cycle !== undefined) {
    const reason =
      `hard dependencies form a cycle ${cycle.members.join(" → ")}, so none of them could ever start; ` +
      "make one of these dependencies soft or async";
    throw new InputError(reason, placeOf(["dependencies", cycle.edge]));
  }
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

function issuePath(issue: core.$ZodIssue): Path {
  return issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : issue.path;
}

function issueSentence(issue: core.$ZodIssue, content: unknown): string {
  const given = JSON.stringify(valueAt(content, issue.path));
  switch (issue.code) {
    case "unrecognized_keys":
      return `the field "${issue.keys[0]}" is not known here; remove it or check its spelling`;
    case "invalid_type":
      return given === undefined
        ? `this field is missing; give ${article(issue.expected)}`
        : `${given} is not ${article(issue.expected)}`;
    case "invalid_value":
      return given === undefined
        ? `this field is missing; give one of ${issue.values.join(", ")}`
        : `${given} is not known; give one of ${issue.values.join(", ")}`;
    case "too_small":
      return `${given} is too small; give ${issue.origin === "array" ? `at least ${issue.minimum} entry` : `a value ${issue.inclusive === false ? "above" : "from"} ${issue.minimum}${issue.inclusive === false ? "" : " up"}`}`;
    case "too_big":
      return `${issue.origin === "array" ? "the list" : given} is too large; give ${issue.origin === "array" ? `at most ${issue.maximum} entries` : `a value up to ${issue.maximum}`}`;
    default:
      return lowerFirst(issue.message);
  }
}

function article(type: string): string {
  const word = { int: "whole number", record: "map", object: "map", array: "list", string: "text" }[type] ?? type;
  return `a ${word}`;
}

function valueAt(content: unknown, path: Path): unknown {
  return path.reduce(
    (value: unknown, key) => (value as Record<PropertyKey, unknown> | undefined | null)?.[key],
    content,
  );
}

function fieldName(path: Path): string {
  return path.map((key, i) => (typeof key === "number" ? `[${key}]` : `${i === 0 ? "" : "."}${String(key)}`)).join("");
}

/** The line of the deepest node on the path that the file has. */
function lineOf(root: Node | null, path: Path, lines: LineCounter): number {
  let node: unknown = root;
  let line = 1;
  const mark = (range: readonly number[] | null | undefined) => {
    if (range?.[0] !== undefined) line = lines.linePos(range[0]).line;
  };
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key: k }) => isScalar(k) && k.value === key);
      if (pair === undefined) break;
      mark((pair.key as Node).range);
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[key as number];
      mark((node as Node | undefined)?.range);
    } else break;
  }
  return line;
}

function lowerFirst(text: string): string {
  const first = text.split("\n")[0] ?? "";
  return first.charAt(0).toLowerCase() + first.slice(1);
}

/** The candidate within two edits of `word`, for "did you mean". */
function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = 3;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein's distance (1966). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitute = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitute, previous[j]! + 1, row[j - 1]! + 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}

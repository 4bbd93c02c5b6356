import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { core, ZodType } from "zod";
import { InputError, type InputPlace } from "../kernel/index.ts";

/** The keys that lead from the top of a document to a field. */
export type YamlPath = readonly PropertyKey[];

export interface ParsedYaml<T> {
  readonly value: T;
  /** Where a field stands, for messages about what a schema cannot check. */
  readonly placeOf: (path: YamlPath) => InputPlace;
}

/**
 * Reads a YAML or JSON text that must fit `schema`.
 *
 * @param what what the file should hold, for the message about an empty one
 * @throws {InputError} one sentence with file, line and field
 */
export function parseYaml<T>(schema: ZodType<T>, text: string, file: string | undefined, what: string): ParsedYaml<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw new InputError(`this is not YAML: ${lowerFirst(broken.message)}`, { file, line, column: col });
  }
  const placeOf = (path: YamlPath) => ({ file, line: lineOf(document.contents, path, lines), field: fieldName(path) });

  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new InputError(`this YAML cannot be read: ${lowerFirst((error as Error).message)}`, { file, line: 1 });
  }
  if (content === null || typeof content !== "object") {
    throw new InputError(`the file holds nothing that can be used; give ${what}`, { file, line: 1 });
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0] as core.$ZodIssue;
    throw new InputError(issueSentence(issue, content), placeOf(issuePath(issue)));
  }
  return { value: parsed.data, placeOf };
}

function issuePath(issue: core.$ZodIssue): YamlPath {
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

function valueAt(content: unknown, path: YamlPath): unknown {
  return path.reduce(
    (value: unknown, key) => (value as Record<PropertyKey, unknown> | undefined | null)?.[key],
    content,
  );
}

function fieldName(path: YamlPath): string {
  return path.map((key, i) => (typeof key === "number" ? `[${key}]` : `${i === 0 ? "" : "."}${String(key)}`)).join("");
}

/** The line of the deepest node on the path that the file has. */
function lineOf(root: Node | null, path: YamlPath, lines: LineCounter): number {
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

import { InputError } from "@homeostat/core/kernel";

/** One sample of an exposition: a series and its value. */
export interface PrometheusSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Epoch milliseconds, where the exposition gives one. */
  readonly at?: number;
}

const nameAt = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelAt = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const escapes: Record<string, string> = { "\\": "\\", n: "\n", '"': '"' };

/**
 * Reads the Prometheus text format, version 0.0.4: `name{label="value"} value [timestamp]`, a line each; comments are
 * passed over.
 *
 * @param file names the source in messages
 * @throws {InputError} with the line, for anything else
 */
export function parsePrometheusText(text: string, file?: string): PrometheusSample[] {
  const samples: PrometheusSample[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    const content = line.trim();
    if (content === "" || content.startsWith("#")) continue;
    samples.push(readLine(content, (reason) => new InputError(reason, { file, line: i + 1 })));
  }
  return samples;
}

function readLine(line: string, wrong: (reason: string) => InputError): PrometheusSample {
  const name = match(nameAt, line, 0);
  if (name === undefined) throw wrong("a line starts with a metric's name; letters, digits, _ and : make one");
  let place = skipBlank(line, name.length);
  const labels: Record<string, string> = {};
  if (line[place] === "{") {
    place = skipBlank(line, place + 1);
    while (line[place] !== "}") {
      const label = match(labelAt, line, place);
      if (label === undefined) throw wrong("a label's name is missing");
      place = skipBlank(line, place + label.length);
      if (line[place] !== "=") throw wrong(`the label "${label}" has no "="`);
      place = skipBlank(line, place + 1);
      const { value, end } = readQuoted(line, place, wrong);
      if (Object.hasOwn(labels, label)) throw wrong(`the label "${label}" is given twice`);
      labels[label] = value;
      place = skipBlank(line, end);
      if (line[place] === ",") place = skipBlank(line, place + 1);
      else if (line[place] !== "}") throw wrong('labels are parted by "," and end with "}"');
    }
    place++;
  } else if (line[name.length] !== " " && line[name.length] !== "\t") {
    throw wrong(`"${line.slice(name.length, name.length + 1)}" cannot follow a metric's name`);
  }
  const [value, at, ...rest] = line
    .slice(place)
    .trim()
    .split(/[ \t]+/);
  if (rest.length > 0) throw wrong(`"${rest.join(" ")}" is left over after value and timestamp`);
  const parsed = readValue(value ?? "");
  if (parsed === undefined) throw wrong(`"${value ?? ""}" is not a number`);
  if (at === undefined) return { name, labels, value: parsed };
  if (!/^-?\d+$/.test(at)) throw wrong(`"${at}" is not a timestamp; give whole milliseconds`);
  return { name, labels, value: parsed, at: Number(at) };
}

function readQuoted(
  line: string,
  start: number,
  wrong: (reason: string) => InputError,
): { value: string; end: number } {
  if (line[start] !== '"') throw wrong("a label's value stands in double quotes");
  let value = "";
  for (let i = start + 1; i < line.length; i++) {
    const char = line[i] as string;
    if (char === '"') return { value, end: i + 1 };
    if (char === "\\") {
      const escaped = escapes[line[++i] ?? ""];
      if (escaped === undefined) throw wrong(`"\\${line[i] ?? ""}" is no escape; there are \\\\, \\" and \\n`);
      value += escaped;
    } else value += char;
  }
  throw wrong("a label's value does not end");
}

function readValue(text: string): number | undefined {
  const special = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (special !== null) return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(text)) return Number.NaN;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

function match(pattern: RegExp, line: string, place: number): string | undefined {
  pattern.lastIndex = place;
  return pattern.exec(line)?.[0];
}

function skipBlank(line: string, place: number): number {
  let i = place;
  while (line[i] === " " || line[i] === "\t") i++;
  return i;
}

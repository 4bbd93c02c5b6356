import { InputError } from "../../kernel/index.ts";

/** One line of a circuit or of a detector error model, before anyone knows what its name means. */
export interface InstructionLine {
  /** As written; names ignore case. */
  readonly name: string;
  /** The unescaped text between `[` and `]`, or "" where there is none. */
  readonly tag: string;
  readonly args: readonly number[];
  readonly targets: readonly string[];
  /** Whether the line ends in `{`. */
  readonly opensBlock: boolean;
  /** 1-based. */
  readonly line: number;
}

const pattern = /^([A-Za-z][A-Za-z0-9_]*)(\[[^\]]*\])?(?:[ \t]*(\([^)]*\)))?(.*)$/;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * The lines that hold an instruction, and "}" for those that close a block, each with its line number.
 * Throws an `InputError` with the line where one cannot be read.
 */
export function* instructionLines(text: string): Generator<InstructionLine | { readonly closes: true; line: number }> {
  let line = 0;
  let start = 0;
  while (start <= text.length) {
    line++;
    let end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    const content = withoutComment(text.slice(start, end)).trim();
    start = end + 1;
    if (content === "") continue;
    if (content === "}") yield { closes: true, line };
    else yield parseLine(content, line);
  }
}

/** A `#` starts a comment, except inside a tag. */
function withoutComment(raw: string): string {
  const mark = raw.indexOf("#");
  if (mark < 0) return raw;
  const tagStart = raw.indexOf("[");
  if (tagStart < 0 || tagStart > mark) return raw.slice(0, mark);
  const tag = /^\s*[A-Za-z][A-Za-z0-9_]*\[[^\]]*\]/.exec(raw)?.[0].length ?? 0;
  const after = raw.indexOf("#", tag);
  return after < 0 ? raw : raw.slice(0, after);
}

function parseLine(content: string, line: number): InstructionLine {
  const opensBlock = content.endsWith("{");
  const body = opensBlock ? content.slice(0, -1) : content;
  const match = pattern.exec(body);
  if (match === null)
    throw new InputError(
      `"${shorten(content)}" is not an instruction; a line starts with a name such as H or DETECTOR`,
      {
        line,
      },
    );
  const [, name = "", tagPart, argPart, rest = ""] = match;
  if (tagPart === undefined && rest.startsWith("["))
    throw new InputError("a tag is never closed; end it with ]", { line });
  if (rest.trimStart().startsWith("("))
    throw new InputError("an argument list is never closed; end it with )", { line });
  if (rest !== "" && !/^\s/.test(rest))
    throw new InputError(`"${shorten(content)}" is not an instruction; put a blank between the name and its targets`, {
      line,
    });
  if (/[{}]/.test(rest)) throw new InputError("a brace stands alone at the end of its line", { line });
  return {
    name,
    tag: tagPart === undefined ? "" : unescapeTag(tagPart.slice(1, -1), line),
    args: argPart === undefined ? [] : parseArgs(argPart.slice(1, -1), name, line),
    targets: rest.trim() === "" ? [] : rest.trim().split(/[ \t\r]+/),
    opensBlock,
    line,
  };
}

function parseArgs(text: string, name: string, line: number): number[] {
  if (text.trim() === "") return [];
  return text.split(",").map((part) => {
    const word = part.trim();
    if (!decimal.test(word))
      throw new InputError(`${name} has the argument "${shorten(word)}"; give numbers parted by commas`, { line });
    return Number(word);
  });
}

function unescapeTag(text: string, line: number): string {
  return text.replace(/\\(.?)/g, (_, code: string) => {
    const meant = { C: "]", r: "\r", n: "\n", B: "\\" }[code];
    if (meant === undefined)
      throw new InputError(`a tag holds the escape \\${code}; only \\C, \\r, \\n and \\B are known`, { line });
    return meant;
  });
}

/** `NAME[tag](args)`, the start of a written line. */
export function writeHead(name: string, tag: string, args: readonly number[]): string {
  return `${name}${writeTag(tag)}${args.length === 0 ? "" : `(${args.map(writeNumber).join(", ")})`}`;
}

/** `[tag]` with its escapes, or "" where there is none. */
export function writeTag(tag: string): string {
  if (tag === "") return "";
  const escaped = tag.replace(/[\\\]\r\n]/g, (c) => ({ "\\": "\\B", "]": "\\C", "\r": "\\r", "\n": "\\n" })[c] ?? c);
  return `[${escaped}]`;
}

/** The shortest decimal that reads back as the same number. */
export function writeNumber(value: number): string {
  return Object.is(value, -0) ? "0" : String(value);
}

/** A word of the input, cut to what fits into a sentence. */
export function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

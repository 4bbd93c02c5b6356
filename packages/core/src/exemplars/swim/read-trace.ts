import { InputError } from "../../kernel/index.ts";

/**
 * Reads a trace: seconds between requests, one number a line, blank lines and lines that start with # left out.
 *
 * @throws {InputError} with the line, for anything else, and for a trace without requests
 */
export function readTrace(text: string, file?: string): Float64Array {
  const gaps: number[] = [];
  for (const [k, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const gap = Number(line);
    if (!Number.isFinite(gap) || gap < 0) {
      throw new InputError(
        `${JSON.stringify(line.slice(0, 40))} is not a time between requests; give seconds from 0 up`,
        {
          file,
          line: k + 1,
        },
      );
    }
    gaps.push(gap);
  }
  if (gaps.length === 0) throw new InputError("the trace holds no requests; give one time a line", { file, line: 1 });
  return Float64Array.from(gaps);
}

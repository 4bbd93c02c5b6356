import type { EpochMs } from "./units.ts";

const dateTime =
  /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/;

/** Numbers of this size and more are milliseconds, microseconds, nanoseconds since 1970; smaller ones are seconds. */
const [leastMs, leastUs, leastNs] = [1e11, 1e14, 1e17];

/**
 * An instant as files write it: ISO 8601 with `T` or a space, `-` or `/`, with or without seconds and offset (none is
 * UTC), or a number of seconds (below 10¹¹), milliseconds, microseconds or nanoseconds since 1970. NaN for anything else.
 */
export function parseInstant(text: string): EpochMs {
  const parts = dateTime.exec(text);
  if (parts === null) {
    const number = text === "" ? Number.NaN : Number(text);
    const size = Math.abs(number);
    if (size < leastMs) return number * 1_000;
    if (size < leastUs) return number;
    return size < leastNs ? number / 1e3 : number / 1e6;
  }
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "0", offset = "Z"] = parts;
  if (offset === "UTC" || offset === "GMT") return parseInstant(text.slice(0, -3).trimEnd());
  // Date.parse takes 30 February for 2 March.
  if (Number(day) > 28 && new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate() < Number(day))
    return Number.NaN;
  const zone = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  const whole = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return whole + Math.floor(Number(`0.${fraction}`) * 1_000);
}

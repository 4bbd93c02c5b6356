import type { EpochMs } from "./units.ts";

const dateTime = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/;

/**
 * An instant as files write it: ISO 8601 with `T` or a space, with or without seconds and offset (none is UTC), or a
 * number of seconds (below 10¹¹) or milliseconds since 1970. NaN for anything else.
 */
export function parseInstant(text: string): EpochMs {
  const parts = dateTime.exec(text);
  if (parts === null) {
    const number = text === "" ? Number.NaN : Number(text);
    return Math.abs(number) < 1e11 ? number * 1_000 : number;
  }
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "0", offset = "Z"] = parts;
  const zone = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  const whole = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return whole + Math.floor(Number(`0.${fraction}`) * 1_000);
}

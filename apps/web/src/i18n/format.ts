import { isStandardMetric, metricSpecs } from "@homeostat/core/system";
import type { Language } from "./define-text.ts";
import { useLanguage } from "./language-store.ts";

/** Numbers, times and units as the reader's language writes them. */
export interface Format {
  /** At most three significant digits, with a thousands separator. */
  number(value: number): string;
  integer(value: number): string;
  /** A share 0..1 as a percentage. */
  percent(share: number): string;
  /** A value of a metric with its unit, such as `84 %` or `120 ms`. */
  metric(name: string, value: number): string;
  /** The time of day, with seconds. */
  time(at: number): string;
  /** Date and time of day. */
  moment(at: number): string;
  /** A span such as `1 min 20 s`. */
  duration(ms: number): string;
  /** A countdown such as `0:42` or `1:02:03`. */
  clock(ms: number): string;
  /** How long ago, such as `12 s ago`. */
  ago(ms: number): string;
  /** Names joined as a list. */
  list(items: readonly string[]): string;
}

function makeFormat(language: Language): Format {
  const significant = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  const finePercent = new Intl.NumberFormat(language, { style: "percent", maximumSignificantDigits: 2 });
  const time = new Intl.DateTimeFormat(language, { timeStyle: "medium", hourCycle: "h23" });
  const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });
  const list = new Intl.ListFormat(language, { type: "conjunction" });
  const units = Object.fromEntries(
    (["millisecond", "second", "minute", "hour", "day"] as const).map((unit) => [
      unit,
      new Intl.NumberFormat(language, {
        style: "unit",
        unit,
        unitDisplay: language === "en" ? "narrow" : "short",
        maximumSignificantDigits: 3,
      }),
    ]),
  );
  const unit = (name: "millisecond" | "second" | "minute" | "hour" | "day", value: number) =>
    units[name]!.format(value);

  const share = (value: number) => (value > 0 && value < 0.1 ? finePercent.format(value) : percent.format(value));

  const duration = (ms: number): string => {
    const span = Math.max(0, ms);
    if (span < 1000) return unit("millisecond", Math.round(span));
    if (span < 60_000) return unit("second", span < 10_000 ? Math.round(span / 100) / 10 : Math.round(span / 1000));
    const [big, small, size, part] =
      span < 3_600_000
        ? (["minute", "second", 60_000, 1000] as const)
        : span < 86_400_000
          ? (["hour", "minute", 3_600_000, 60_000] as const)
          : (["day", "hour", 86_400_000, 3_600_000] as const);
    const rest = Math.floor((span % size) / part);
    return unit(big, Math.floor(span / size)) + (rest === 0 ? "" : ` ${unit(small, rest)}`);
  };

  return {
    number: (value) => significant.format(value),
    integer: (value) => whole.format(value),
    percent: share,
    metric: (name, value) => {
      switch (isStandardMetric(name) ? metricSpecs[name].unit : undefined) {
        case "share":
          return share(value);
        case "ms":
          return value >= 10_000 ? unit("second", value / 1000) : unit("millisecond", Number(value.toPrecision(3)));
        case "rps":
          return `${significant.format(value)}/s`;
        case "W":
          return value >= 10_000 ? `${significant.format(value / 1000)} kW` : `${significant.format(value)} W`;
        case "count":
          return whole.format(value);
        case undefined:
          return significant.format(value);
      }
    },
    time: (at) => time.format(at),
    moment: (at) => moment.format(at),
    duration,
    clock: (ms) => {
      const seconds = Math.max(0, Math.ceil(ms / 1000));
      const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
      const tail = String(s).padStart(2, "0");
      return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${tail}` : `${m}:${tail}`;
    },
    ago: (ms) => (language === "en" ? `${duration(ms)} ago` : `${duration(ms)}前`),
    list: (items) => list.format(items),
  };
}

const made = new Map<Language, Format>();

export function formatFor(language: Language): Format {
  const before = made.get(language);
  if (before !== undefined) return before;
  const format = makeFormat(language);
  made.set(language, format);
  return format;
}

export function useFormat(): Format {
  return formatFor(useLanguage((s) => s.language));
}

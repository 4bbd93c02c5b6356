import { type Language, useLanguage } from "../../i18n/index.ts";

/** The figures of reliability as the reader's language writes them. */
export interface Figures {
  /** A share near 1 with as many digits as tell it from 1, such as `99.97 %`. */
  availability(share: number): string;
  /** A probability or a measure with three significant digits, in powers of ten where it is small; ∞ for infinity. */
  probability(value: number): string;
  /** A span in minutes of a year in the unit that fits it. */
  minutes(minutes: number): string;
}

const superscripts = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

function makeFigures(language: Language): Figures {
  const plain = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const scientific = new Intl.NumberFormat(language, { notation: "scientific", maximumSignificantDigits: 3 });
  /** `2.97 × 10⁻⁴`, with the mantissa as the language writes it; 1 × is left out. */
  const power = (value: number): string => {
    const parts = scientific.formatToParts(value);
    const at = parts.findIndex(({ type }) => type === "exponentSeparator");
    const mantissa = parts
      .slice(0, at)
      .map((part) => part.value)
      .join("");
    const exponent = parts
      .slice(at + 1)
      .map((part) =>
        part.type === "exponentMinusSign" ? "⁻" : part.value.replace(/\d/g, (digit) => superscripts[Number(digit)]!),
      )
      .join("");
    return mantissa === "1" ? `10${exponent}` : `${mantissa}×10${exponent}`;
  };
  const span = (unit: "second" | "minute" | "hour" | "day") =>
    new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short", maximumSignificantDigits: 3 });
  const spans = { second: span("second"), minute: span("minute"), hour: span("hour"), day: span("day") };
  return {
    availability: (share) => {
      const nines = share >= 1 ? 2 : Math.min(9, Math.max(2, Math.ceil(-Math.log10(1 - share)) + 1));
      const digits = nines - 1;
      const percent = new Intl.NumberFormat(language, {
        style: "percent",
        minimumFractionDigits: Math.min(2, digits),
        maximumFractionDigits: digits,
        // 0.99999 is never shown as 100 %.
        roundingMode: "floor",
      });
      return percent.format(share);
    },
    probability: (value) => {
      if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : "∞";
      return value !== 0 && Math.abs(value) < 1e-3 ? power(value) : plain.format(value);
    },
    minutes: (minutes) => {
      if (minutes < 1) return spans.second.format(60 * minutes);
      if (minutes < 120) return spans.minute.format(minutes);
      return minutes < 2 * 1440 ? spans.hour.format(minutes / 60) : spans.day.format(minutes / 1440);
    },
  };
}

const made = new Map<Language, Figures>();

export function useFigures(): Figures {
  const language = useLanguage((s) => s.language);
  const before = made.get(language);
  if (before !== undefined) return before;
  const figures = makeFigures(language);
  made.set(language, figures);
  return figures;
}

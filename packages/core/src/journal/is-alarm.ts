import type { Finding } from "./finding.ts";

/**
 * Whether a finding says by itself that its component is not well. An anomaly or a forecast alone is not news: nobody is
 * woken for it; and an opportunity is none either.
 */
export function isAlarm({ kind, severity }: Pick<Finding, "kind" | "severity">): boolean {
  return kind !== "anomaly" && kind !== "breach-ahead" && severity !== "opportunity";
}

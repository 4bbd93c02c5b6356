import type { ComponentKind, StandardMetric } from "../system/index.ts";

/** The one metric that a component of this kind is judged by at a glance. */
export function headlineMetric(kind: ComponentKind): StandardMetric {
  switch (kind) {
    case "service":
    case "gateway":
    case "external":
      return "latencyMs";
    case "database":
    case "storage":
      return "cpu";
    case "cache":
      return "hitRate";
    case "queue":
      return "queueLength";
    case "quantum-processor":
      return "detectionFraction";
  }
}

import { HeartPulse } from "lucide-react";
import type { PageDefinition } from "../../app/page-definition.ts";
import { defineText } from "../../i18n/index.ts";

export const anomaliesPage: PageDefinition = {
  path: "/anomalies",
  icon: HeartPulse,
  keys: "g y",
  text: defineText({
    en: { title: "Anomalies", question: "What is unlike itself, and what comes next?" },
    "zh-CN": { title: "异常", question: "什么表现反常，接下来会怎样？" },
  }),
  load: async () => ({ Page: (await import("./anomalies-page.tsx")).AnomaliesPage }),
};

import { Network } from "lucide-react";
import type { PageDefinition } from "../../app/page-definition.ts";
import { defineText } from "../../i18n/index.ts";

export const reliabilityPage: PageDefinition = {
  path: "/reliability",
  icon: Network,
  keys: "g r",
  text: defineText({
    en: { title: "Reliability", question: "What would take it down, and which fix wins most?" },
    "zh-CN": { title: "可靠性", question: "什么会让它瘫痪？哪项改进收益最大？" },
  }),
  load: async () => ({ Page: (await import("./reliability-page.tsx")).ReliabilityPage }),
};

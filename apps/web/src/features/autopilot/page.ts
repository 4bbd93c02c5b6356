import { Compass } from "lucide-react";
import type { PageDefinition } from "../../app/page-definition.ts";
import { defineText } from "../../i18n/index.ts";

export const autopilotPage: PageDefinition = {
  path: "/autopilot",
  icon: Compass,
  keys: "g a",
  text: defineText({
    en: { title: "Autopilot", question: "What may it do, what has it learned, and was it right?" },
    "zh-CN": { title: "自动驾驶", question: "它可以做什么，学到了什么，做得对吗？" },
  }),
  load: async () => ({ Page: (await import("./autopilot-page.tsx")).AutopilotPage }),
};

import { Activity } from "lucide-react";
import type { PageDefinition } from "../../app/page-definition.ts";
import { defineText } from "../../i18n/index.ts";

export const nowPage: PageDefinition = {
  path: "/",
  icon: Activity,
  keys: "g n",
  text: defineText({
    en: { title: "Now", question: "Is it well, and what does it want to do?" },
    "zh-CN": { title: "实况", question: "现在正常吗？它想做什么？" },
  }),
  load: async () => ({ Page: (await import("./now-page.tsx")).NowPage }),
};

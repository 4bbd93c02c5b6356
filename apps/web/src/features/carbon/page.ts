import { Leaf } from "lucide-react";
import type { PageDefinition } from "../../app/page-definition.ts";
import { defineText } from "../../i18n/index.ts";

export const carbonPage: PageDefinition = {
  path: "/carbon",
  icon: Leaf,
  keys: "g c",
  text: defineText({
    en: { title: "Carbon", question: "What does it emit, and when should work that can wait run?" },
    "zh-CN": { title: "碳排放", question: "它排放多少？可推迟的工作该何时运行？" },
  }),
  load: async () => ({ Page: (await import("./carbon-page.tsx")).CarbonPage }),
};

import { ScrollText } from "lucide-react";
import type { PageDefinition } from "../../app/page-definition.ts";
import { defineText } from "../../i18n/index.ts";

export const auditPage: PageDefinition = {
  path: "/audit",
  icon: ScrollText,
  keys: "g j",
  text: defineText({
    en: { title: "Audit", question: "Who did what, and when?" },
    "zh-CN": { title: "审计", question: "谁在何时做了什么？" },
  }),
  load: async () => ({ Page: (await import("./audit-page.tsx")).AuditPage }),
};
